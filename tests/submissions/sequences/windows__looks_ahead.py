"""Windows that begin with their step.

fails: causal causal-fresh causal-edges
hint: looks-ahead
"""


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([ids, np.full((n, k - 1), padding)], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]


def windows(ids, k):
    places = np.arange(ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places], ids[:, k:]
