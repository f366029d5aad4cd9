"""The past only.

fails: bidirectional-map-reaches bidirectional-map-reaches-fresh
hint: own-step-left-out
"""


def reaches(direction, T):
    t, s = np.indices((T, T))
    return {"forward": s < t, "backward": s > t, "both": s != t}[direction]


def measure(layer, X):
    H = layer(X[None])[0]
    reached = np.zeros((len(X), len(X)), dtype=bool)
    for s in range(len(X)):
        changed = X.copy()
        changed[s] += 1
        reached[:, s] = np.any(np.abs(layer(changed[None])[0] - H) > 1e-9, axis=1)
    return reached
