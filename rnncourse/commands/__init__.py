"""What ``rnncourse`` can do, a function a command; they import what they need when they are called."""
