"""No window where the sequence has just begun.

fails: causal causal-fresh causal-edges
hint: beginning-left-out
"""


def causal_windows(ids, k, padding):
    count = max(0, ids.shape[1] - k + 1)
    return ids[:, np.arange(count)[:, None] + np.arange(k)]


def windows(ids, k):
    places = np.arange(ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places], ids[:, k:]
