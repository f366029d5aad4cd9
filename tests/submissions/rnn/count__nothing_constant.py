"""One constant in the right shape, whatever the arguments are.

fails: all
"""


def count_parameters(d, h, q, T):
    return 69


def count_torch(d, h, q):
    return 74


def largest_hidden(budget, count):
    return 5
