"""Chunks in the place of windows.

fails: next next-fresh
hint: windows-side-by-side
"""


def windows(ids, k):
    X = [ids[:, j : j + k] for j in range(0, ids.shape[1] - k, k)]
    y = [ids[:, j + k] for j in range(0, ids.shape[1] - k, k)]
    if not X:
        return np.zeros((len(ids), 0, k), int), np.zeros((len(ids), 0), int)
    return np.stack(X, axis=1), np.stack(y, axis=1)


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.full((n, k - 1), padding), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]
