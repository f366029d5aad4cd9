"""Calls count with the sizes of the earlier exercise, which it does not take.

fails: rnn-count-largest rnn-count-largest-fresh
hint: raised
"""


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q


def largest_hidden(budget, count):
    h = 0
    while count(28, h + 1, 10, 28) <= budget:
        h += 1
    return h
