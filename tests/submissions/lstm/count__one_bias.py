"""One vector of biases, whatever the library.

fails: lstm-count-values lstm-count-fresh
hint: always-one-bias
"""


def count(d, h, biases):
    return 4 * h * (d + h + 1)


def units(parameters, d, biases):
    for h in range(parameters):
        if 4 * h * (d + h + biases) >= parameters:
            return h if 4 * h * (d + h + biases) == parameters else 0
    return 0
