"""Hands an argument back.

fails: all
"""


def count(d, h, biases):
    return h


def units(parameters, d, biases):
    return parameters
