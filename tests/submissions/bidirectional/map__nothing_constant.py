"""A constant.

fails: all
"""


def reaches(direction, T):
    return np.ones((T, T), dtype=bool)


def measure(layer, X):
    return np.ones((len(X), len(X)), dtype=bool)
