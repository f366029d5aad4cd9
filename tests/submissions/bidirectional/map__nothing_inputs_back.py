"""What came in.

fails: all
"""


def reaches(direction, T):
    return T


def measure(layer, X):
    return X
