"""One step, as the equations are written.

fails: bidirectional-map-reaches bidirectional-map-reaches-fresh
hint: one-step-only
"""


def reaches(direction, T):
    t, s = np.indices((T, T))
    before, after = (s == t) | (s == t - 1), (s == t) | (s == t + 1)
    return {"forward": before, "backward": after, "both": before | after}[direction]


def measure(layer, X):
    H = layer(X[None])[0]
    reached = np.zeros((len(X), len(X)), dtype=bool)
    for s in range(len(X)):
        changed = X.copy()
        changed[s] += 1
        reached[:, s] = np.any(np.abs(layer(changed[None])[0] - H) > 1e-9, axis=1)
    return reached
