"""Keeps the window after which nothing comes.

fails: next next-fresh next-edges
hint: window-without-target
"""


def windows(ids, k):
    places = np.arange(max(0, ids.shape[1] - k + 1))[:, None] + np.arange(k)
    return ids[:, places], ids[:, k:]


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.full((n, k - 1), padding), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]
