"""Rows are inputs.

fails: bidirectional-map-reaches bidirectional-map-reaches-fresh
hint: directions-exchanged
"""


def reaches(direction, T):
    s, t = np.indices((T, T))
    return {"forward": s <= t, "backward": s >= t, "both": s == s}[direction]


def measure(layer, X):
    H = layer(X[None])[0]
    reached = np.zeros((len(X), len(X)), dtype=bool)
    for s in range(len(X)):
        changed = X.copy()
        changed[s] += 1
        reached[:, s] = np.any(np.abs(layer(changed[None])[0] - H) > 1e-9, axis=1)
    return reached
