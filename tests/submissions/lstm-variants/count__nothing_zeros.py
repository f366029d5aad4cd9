"""Zeros, whatever the arguments are.

fails: all
"""


def count_parameters(variant, d, h, p):
    return 0


def nearest_hidden(budget, count):
    return 0
