"""The sandbox: warm zygotes in bubblewrap, and a box of its own for every process that runs a learner's bytes.

Where to look
-------------
``station``    the way in: a bundle's zygotes, one for learners and one for judges; opens boxes
``spec``       what a station is made for; the names of levels, roles and protections
``warm``       a zygote as its station sees it; ``launching``: how one is started
``box``        one box as its supervisor sees it: time, memory, processes, how it ended, kill
``selftest``   the best level that works on this machine, proved before anything is graded
``limits``     what a box may use
``staging``    what a box may see: packages with all that they require, and parts of rnncourse
``bubblewrap`` the arguments that put an interpreter behind bubblewrap
``filter``     the system calls that a box is refused, as bytes for the kernel
``tree``       time, memory and number of the processes below one, from /proc
``cgroup``     the kernel's own limit on a whole box, where the machine delegates control groups
``zygote``     runs behind bubblewrap: loads once, forks for every box
``isolation``  what a forked box gives up before it runs a line of a learner's code
``kernel``     the system calls that Python has no words for
``probe``      what a box tries in the self-test

``limits``, ``zygote``, ``isolation``, ``kernel`` and ``probe`` run inside the boxes and import nothing but
Python's own library.
"""
