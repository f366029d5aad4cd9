"""Counts the inputs that are read, without the holes.

fails: reach reach-fresh
hint: inputs-counted-not-span
"""


def reach(kernel, dilations):
    seen = {0}
    for dilation in dilations:
        seen = {place + tap * dilation for place in seen for tap in range(kernel)}
    return len(seen)


def count_window(k, v, d, h, q):
    return v * d + k * d * h + h + h * q + q


def count_recurrent(v, d, h, q):
    return v * d + d * h + h * h + h + h * q + q


def count_convolution(layers, kernel, v, d, h, q):
    return v * d + kernel * d * h + h + (layers - 1) * (kernel * h * h + h) + h * q + q
