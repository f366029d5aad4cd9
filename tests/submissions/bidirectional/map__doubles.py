"""Multiplies.

fails: bidirectional-map-zeros
hint: zeros-not-moved
"""


def measure(layer, X):
    H = layer(X[None])[0]
    reached = np.zeros((len(X), len(X)), dtype=bool)
    for s in range(len(X)):
        changed = X.copy()
        changed[s] *= 2
        reached[:, s] = np.any(np.abs(layer(changed[None])[0] - H) > 1e-9, axis=1)
    return reached


def reaches(direction, T):
    ahead = np.tri(T, dtype=bool)
    return {"forward": ahead, "backward": ahead.T, "both": ahead | ahead.T}[direction]
