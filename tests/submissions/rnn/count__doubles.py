"""Doubles the size while it fits, and tries none in between.

fails: rnn-count-largest rnn-count-largest-fresh
hint: powers-of-two-alone
"""


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q


def largest_hidden(budget, count):
    h = 1
    while count(2 * h) <= budget:
        h = 2 * h
    return h
