"""Divides the budget by the cost of one unit, as if each cost the same.

fails: rnn-count-largest rnn-count-largest-fresh
hint: grows-in-proportion
"""


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q


def largest_hidden(budget, count):
    return budget // count(1)
