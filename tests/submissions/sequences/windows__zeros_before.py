"""Zeros before the beginning.

fails: causal causal-fresh causal-edges
hint: causal-padding-not-used
"""


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.zeros((n, k - 1), int), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]


def windows(ids, k):
    places = np.arange(ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places], ids[:, k:]
