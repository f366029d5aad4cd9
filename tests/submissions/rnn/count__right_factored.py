"""Factored sums; the search as a for loop without end.

right
"""


def count_parameters(d, h, q, T):
    return (d + h + 1) * h + (h + 1) * q


def count_torch(d, h, q):
    return count_parameters(d, h, q, T=1) + h


from itertools import count as count_up


def largest_hidden(budget, count):
    for h in count_up(1):
        if count(h) > budget:
            return h - 1
