"""What came in.

fails: all
"""


def count_window(k, v, d, h, q):
    return k


def count_recurrent(v, d, h, q):
    return v


def count_convolution(layers, kernel, v, d, h, q):
    return layers


def reach(kernel, dilations):
    return kernel
