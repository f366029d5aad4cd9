"""Spends the whole budget on the cell.

fails: rnn-count-largest rnn-count-largest-fresh
hint: outputs-left-out
"""


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q


def largest_hidden(budget, d, q):
    h = 0
    while d * (h + 1) + (h + 1) ** 2 + (h + 1) <= budget:
        h += 1
    return h
