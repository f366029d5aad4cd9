"""The size that comes nearest, also where none fits.

fails: lstm-count-units-fresh
hint: nearest-size
"""


def count(d, h, biases):
    return 4 * h * (d + h + biases)


def units(parameters, d, biases):
    p = d + biases
    return round((np.sqrt(p * p + parameters) - p) / 2)
