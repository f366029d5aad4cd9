"""Stacks a list that may be empty.

fails: next-edges
hint: no-window-no-stack
"""


def windows(ids, k):
    X = np.stack([ids[:, j : j + k] for j in range(ids.shape[1] - k)], axis=1)
    return X, ids[:, k:]


def causal_windows(ids, k, padding):
    n, T = ids.shape
    longer = np.concatenate([np.full((n, k - 1), padding), ids], axis=1)
    return longer[:, np.arange(T)[:, None] + np.arange(k)]
