"""Padding and ones everywhere.

fails: all
"""


def windows(ids, k):
    n, T = ids.shape
    return np.ones((n, max(0, T - k), k), int), np.ones((n, max(0, T - k)), int)


def causal_windows(ids, k, padding):
    return np.full((*ids.shape, k), padding)
