"""Forgets that a kernel may be wider than 2.

fails: reach reach-fresh
hint: kernel-left-out-of-reach
"""


def reach(kernel, dilations):
    return 1 + sum(dilations)


def count_window(k, v, d, h, q):
    return v * d + k * d * h + h + h * q + q


def count_recurrent(v, d, h, q):
    return v * d + d * h + h * h + h + h * q + q


def count_convolution(layers, kernel, v, d, h, q):
    return v * d + kernel * d * h + h + (layers - 1) * (kernel * h * h + h) + h * q + q
