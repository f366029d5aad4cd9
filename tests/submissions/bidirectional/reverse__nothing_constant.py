"""A constant.

fails: all
"""


def reverse(X, lengths):
    return np.full_like(X, 1)
