"""Hands its arguments back.

fails: all
"""


def count_parameters(d, h, q, T):
    return h


def count_torch(d, h, q):
    return h


def largest_hidden(budget, count):
    return budget
