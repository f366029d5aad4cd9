"""All windows of all sequences below one another.

fails: next next-fresh next-edges
hint: windows-in-one-heap
"""


def windows(ids, k):
    places = np.arange(ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places].reshape(-1, k), ids[:, k:].reshape(-1)


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.full((n, k - 1), padding), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]
