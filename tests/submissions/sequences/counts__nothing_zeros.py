"""Zero.

fails: all
"""


def count_window(k, v, d, h, q):
    return 0


def count_recurrent(v, d, h, q):
    return 0


def count_convolution(layers, kernel, v, d, h, q):
    return 0


def reach(kernel, dilations):
    return 0
