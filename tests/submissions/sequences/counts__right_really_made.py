"""Makes the arrays and counts their entries; follows the places.

right
"""


def size(*shapes):
    return sum(np.zeros(shape, np.int8).size for shape in shapes)


def count_window(k, v, d, h, q):
    return size((v, d), (k * d, h), h, (h, q), q)


def count_recurrent(v, d, h, q):
    return size((v, d), (d, h), (h, h), h, (h, q), q)


def count_convolution(layers, kernel, v, d, h, q):
    total, below = size((v, d), (h, q), q), d
    for _ in range(layers):
        total += size((kernel, below, h), h)
        below = h
    return total


def reach(kernel, dilations):
    oldest = 0
    for dilation in dilations:
        oldest += dilation * (kernel - 1)
    return oldest + 1
