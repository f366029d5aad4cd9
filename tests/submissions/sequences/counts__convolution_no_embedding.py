"""Leaves out the table of vectors.

fails: convolution convolution-fresh
hint: convolution-without-embedding
"""


def count_convolution(layers, kernel, v, d, h, q):
    return kernel * d * h + h + (layers - 1) * (kernel * h * h + h) + h * q + q


def count_window(k, v, d, h, q):
    return v * d + k * d * h + h + h * q + q


def count_recurrent(v, d, h, q):
    return v * d + d * h + h * h + h + h * q + q


def reach(kernel, dilations):
    return 1 + (kernel - 1) * sum(dilations)
