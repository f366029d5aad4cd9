"""Counts a cell for every step of the sequence.

fails: rnn-count-ours rnn-count-ours-fresh
hint: one-cell-a-step
"""


def count_parameters(d, h, q, T):
    return T * (d * h + h * h + h) + h * q + q


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q


def largest_hidden(budget, d, q):
    h = 0
    while (h + 1) * (d + h + 1 + 1 + q) + q <= budget:
        h += 1
    return h
