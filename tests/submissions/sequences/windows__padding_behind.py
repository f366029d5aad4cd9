"""Fills up behind the ids.

fails: causal causal-fresh causal-edges
hint: padding-at-the-end
"""


def causal_windows(ids, k, padding):
    n, T = ids.shape
    X = np.full((n, T, k), padding)
    for t in range(T):
        past = ids[:, max(0, t + 1 - k) : t + 1]
        X[:, t, : past.shape[1]] = past
    return X


def windows(ids, k):
    places = np.arange(ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places], ids[:, k:]
