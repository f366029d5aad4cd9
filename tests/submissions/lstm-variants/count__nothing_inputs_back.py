"""Hands its arguments back.

fails: all
"""


def count_parameters(variant, d, h, p):
    return h


def nearest_hidden(budget, count):
    return budget
