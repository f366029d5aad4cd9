"""Never goes back to the sequence.

fails: bidirectional-map-measured bidirectional-map-window bidirectional-map-units bidirectional-map-zeros
hint: changes-pile-up
"""


def measure(layer, X):
    H = layer(X[None])[0]
    reached = np.zeros((len(X), len(X)), dtype=bool)
    changed = X.copy()
    for s in range(len(X)):
        changed[s] += 1
        reached[:, s] = np.any(np.abs(layer(changed[None])[0] - H) > 1e-9, axis=1)
    return reached


def reaches(direction, T):
    ahead = np.tri(T, dtype=bool)
    return {"forward": ahead, "backward": ahead.T, "both": ahead | ahead.T}[direction]
