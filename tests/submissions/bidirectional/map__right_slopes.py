"""Central differences, number by number.

right
"""


def reaches(direction, T):
    t, s = np.indices((T, T))
    return ((direction != "backward") & (s <= t)) | ((direction != "forward") & (s >= t))


def measure(layer, X):
    T, d = X.shape
    reached = np.zeros((T, T), dtype=bool)
    for k in range(d):
        shift = np.zeros((T, T, d))
        shift[np.arange(T), np.arange(T), k] = 0.5
        slopes = layer(X + shift) - layer(X - shift)
        reached |= (np.abs(slopes) > 1e-9).any(axis=2).T
    return reached
