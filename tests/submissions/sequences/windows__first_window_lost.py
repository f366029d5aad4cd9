"""Begins at step 1.

fails: next next-fresh next-edges
hint: first-window-lost
"""


def windows(ids, k):
    places = np.arange(1, ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places], ids[:, k + 1 :]


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.full((n, k - 1), padding), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]
