"""Zero.

fails: all
"""


def count(d, h, biases):
    return 0


def units(parameters, d, biases):
    return 0
