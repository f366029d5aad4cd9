"""Three gates; the candidate is not counted.

fails: lstm-count-values lstm-count-fresh
hint: three-gates
"""


def count(d, h, biases):
    return 3 * h * (d + h + biases)


def units(parameters, d, biases):
    for h in range(parameters):
        if 4 * h * (d + h + biases) >= parameters:
            return h if 4 * h * (d + h + biases) == parameters else 0
    return 0
