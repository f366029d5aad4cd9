"""Zeros of the right shape, whatever the arguments are.

fails: all
"""


def count_parameters(d, h, q, T):
    return 0


def count_torch(d, h, q):
    return 0


def largest_hidden(budget, count):
    return 0
