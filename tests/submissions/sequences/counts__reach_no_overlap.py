"""Counts each layer's newest place once more.

fails: reach reach-fresh
hint: kernel-for-each-dilation
"""


def reach(kernel, dilations):
    return kernel * sum(dilations)


def count_window(k, v, d, h, q):
    return v * d + k * d * h + h + h * q + q


def count_recurrent(v, d, h, q):
    return v * d + d * h + h * h + h + h * q + q


def count_convolution(layers, kernel, v, d, h, q):
    return v * d + kernel * d * h + h + (layers - 1) * (kernel * h * h + h) + h * q + q
