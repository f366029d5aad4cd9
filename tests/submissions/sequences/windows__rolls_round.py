"""np.roll, and what comes round stays.

fails: causal causal-fresh causal-edges
hint: wraps-round
"""


def causal_windows(ids, k, padding):
    return np.stack([np.roll(ids, k - 1 - i, axis=1) for i in range(k)], axis=-1)


def windows(ids, k):
    places = np.arange(ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places], ids[:, k:]
