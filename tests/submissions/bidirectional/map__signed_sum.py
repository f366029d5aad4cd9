"""Adds the answers of the units.

fails: bidirectional-map-units
hint: opposite-answers-cancel
"""


def measure(layer, X):
    H = layer(X[None])[0]
    reached = np.zeros((len(X), len(X)), dtype=bool)
    for s in range(len(X)):
        changed = X.copy()
        changed[s] += 1
        reached[:, s] = np.abs((layer(changed[None])[0] - H).sum(axis=1)) > 1e-9
    return reached


def reaches(direction, T):
    ahead = np.tri(T, dtype=bool)
    return {"forward": ahead, "backward": ahead.T, "both": ahead | ahead.T}[direction]
