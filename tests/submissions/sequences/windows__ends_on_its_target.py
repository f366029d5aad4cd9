"""One window too many, and each ends on its own target: the leak of the chapter's common mistakes.

fails: next next-fresh next-edges
hint: target-inside-with-the-end
"""


def windows(ids, k):
    places = np.arange(max(0, ids.shape[1] - k + 1))[:, None] + np.arange(k)
    return ids[:, places], ids[:, k - 1 :]


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.full((n, k - 1), padding), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]
