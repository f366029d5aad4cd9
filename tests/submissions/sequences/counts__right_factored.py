"""The same sums in another order.

right
"""


def count_window(k, v, d, h, q):
    return d * v + (k * d + 1) * h + (h + 1) * q


def count_recurrent(v, d, h, q):
    return d * v + (d + h + 1) * h + (h + 1) * q


def count_convolution(layers, kernel, v, d, h, q):
    sizes = [d] + [h] * layers
    return d * v + sum((kernel * a + 1) * b for a, b in zip(sizes, sizes[1:])) + (h + 1) * q


def reach(kernel, dilations):
    return sum((kernel - 1) * dilation for dilation in dilations) + 1
