"""Ones and zeros for truth values.

fails: bidirectional-map-reaches bidirectional-map-reaches-fresh
hint: wrong-structure
"""


def reaches(direction, T):
    ahead = np.tri(T)
    return {"forward": ahead, "backward": ahead.T, "both": np.ones((T, T))}[direction]


def measure(layer, X):
    H = layer(X[None])[0]
    reached = np.zeros((len(X), len(X)), dtype=bool)
    for s in range(len(X)):
        changed = X.copy()
        changed[s] += 1
        reached[:, s] = np.any(np.abs(layer(changed[None])[0] - H) > 1e-9, axis=1)
    return reached
