"""The first id again and again before the beginning.

fails: causal causal-fresh causal-edges
hint: first-id-repeated
"""


def causal_windows(ids, k, padding):
    places = np.arange(ids.shape[1])[:, None] + np.arange(k) - (k - 1)
    return ids[:, np.maximum(places, 0)]


def windows(ids, k):
    places = np.arange(ids.shape[1] - k)[:, None] + np.arange(k)
    return ids[:, places], ids[:, k:]
