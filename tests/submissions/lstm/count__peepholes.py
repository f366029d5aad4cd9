"""Three peepholes for each unit.

fails: lstm-count-values lstm-count-fresh
hint: peepholes-counted
"""


def count(d, h, biases):
    return 4 * h * (d + h + biases) + 3 * h


def units(parameters, d, biases):
    for h in range(parameters):
        if 4 * h * (d + h + biases) >= parameters:
            return h if 4 * h * (d + h + biases) == parameters else 0
    return 0
