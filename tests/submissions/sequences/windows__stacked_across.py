"""The axes of place and window exchanged.

fails: next next-fresh next-edges
hint: axes-exchanged
"""


def windows(ids, k):
    count = max(0, ids.shape[1] - k)
    return np.stack([ids[:, i : i + count] for i in range(k)], axis=1), ids[:, k:]


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.full((n, k - 1), padding), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]
