"""One long sequence made of all.

fails: next next-fresh next-edges
hint: sequences-joined
"""


def windows(ids, k):
    flat = ids.reshape(-1)
    places = np.arange(len(flat) - k)[:, None] + np.arange(k)
    return flat[places], flat[k:]


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.full((n, k - 1), padding), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]
