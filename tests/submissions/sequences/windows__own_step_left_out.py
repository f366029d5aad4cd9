"""Windows that end before their step.

fails: causal causal-fresh causal-edges
hint: own-step-left-out
"""


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.full((n, k), padding), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]


def windows(ids, k):
    places = np.arange(ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places], ids[:, k:]
