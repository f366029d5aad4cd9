"""Leaves out the cell's bias.

fails: rnn-count-ours rnn-count-ours-fresh
hint: cell-bias-not-counted
"""


def count_parameters(d, h, q, T):
    return d * h + h * h + h * q + q


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q


def largest_hidden(budget, count):
    h = 0
    while count(h + 1) <= budget:
        h += 1
    return h
