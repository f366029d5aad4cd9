"""Recurrent neural networks, from the first cell to parallel scans: the helper package of the course.

Where to look
-------------
``cells``       layers in NumPy, forward and backward, as the equations of the book
``losses``      cross-entropies in logits, masked, with their gradients
``optimizers``  SGD, Adam and clipping on trees of arrays; ``schedules``: the learning rate of every step
``gradcheck``   a hand-written backward pass against ``differences`` of the forward pass
``frameworks``  weights to and from other libraries' layouts
``tasks``       data: digits, the echo task
``training``    the PyTorch training loop that the labs share
``plotting``    figures and diagrams in one style, light and dark
``checks``      what the test cells of the exercises use
``grading``     releasing, grading, reporting
``book``        the book's own Sphinx extension
"""

__version__ = "0.1.0"
