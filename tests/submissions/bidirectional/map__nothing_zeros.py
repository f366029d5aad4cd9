"""Zeros in the right shapes.

fails: all
"""


def reaches(direction, T):
    return np.zeros((T, T), dtype=bool)


def measure(layer, X):
    return np.zeros((len(X), len(X)), dtype=bool)
