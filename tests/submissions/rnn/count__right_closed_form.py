"""Factored sums, and the root of the quadratic, rounded down in whole numbers.

right
"""


def count_parameters(d, h, q, T):
    return (d + h + 1) * h + (h + 1) * q


def count_torch(d, h, q):
    return count_parameters(d, h, q, T=1) + h


from math import isqrt


def largest_hidden(budget, d, q):
    b = d + q + 1
    return max(0, (isqrt(max(0, b * b + 4 * (budget - q))) - b) // 2)
