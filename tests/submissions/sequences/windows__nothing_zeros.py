"""Zeros in the right shapes.

fails: all
"""


def windows(ids, k):
    n, T = ids.shape
    return np.zeros((n, max(0, T - k), k), int), np.zeros((n, max(0, T - k)), int)


def causal_windows(ids, k, padding):
    return np.zeros((*ids.shape, k), int)
