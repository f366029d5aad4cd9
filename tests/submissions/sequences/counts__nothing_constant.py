"""One.

fails: all
"""


def count_window(k, v, d, h, q):
    return 1


def count_recurrent(v, d, h, q):
    return 1


def count_convolution(layers, kernel, v, d, h, q):
    return 1


def reach(kernel, dilations):
    return 1
