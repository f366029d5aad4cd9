"""One constant, whatever the arguments are.

fails: all
"""


def count_parameters(variant, d, h, p):
    return 180


def nearest_hidden(budget, count):
    return 4
