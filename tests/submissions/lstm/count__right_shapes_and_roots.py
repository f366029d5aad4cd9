"""The shapes of all arrays added up; the size by a whole square root.

right
"""

import math


def count(d, h, biases):
    shapes = [(d, 4 * h), (h, 4 * h)] + biases * [(4 * h,)]
    return sum(math.prod(shape) for shape in shapes)


def units(parameters, d, biases):
    p = d + biases
    h = (math.isqrt(p * p + parameters) - p) // 2
    return h if count(d, h, biases) == parameters else 0
