"""Zeros in the right shapes.

fails: all
"""


def reverse(X, lengths):
    return np.zeros_like(X)
