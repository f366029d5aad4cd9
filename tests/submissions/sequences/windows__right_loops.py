"""Entry by entry.

right
"""


def windows(ids, k):
    n, T = ids.shape
    count = max(0, T - k)
    X, y = np.empty((n, count, k), int), np.empty((n, count), int)
    for j in range(count):
        X[:, j] = ids[:, j : j + k]
        y[:, j] = ids[:, j + k]
    return X, y


def causal_windows(ids, k, padding):
    n, T = ids.shape
    X = np.full((n, T, k), padding)
    for t in range(T):
        for back in range(k):
            if t - back >= 0:
                X[:, t, k - 1 - back] = ids[:, t - back]
    return X
