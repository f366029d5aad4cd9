"""The newest id first.

fails: causal causal-fresh causal-edges
hint: past-newest-first
"""


def causal_windows(ids, k, padding):
    X = np.full((*ids.shape, k), padding)
    for back in range(min(k, ids.shape[1])):
        X[:, back:, back] = ids[:, : ids.shape[1] - back]
    return X


def windows(ids, k):
    places = np.arange(ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places], ids[:, k:]
