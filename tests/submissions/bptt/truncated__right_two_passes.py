"""All windows forward first, then back through each from the states that were kept.

right
"""


def truncated(X, dH, h_0, k, forward, backward):
    T = X.shape[1]
    cuts = list(range(k, T, k))
    Xs, dHs = np.split(X, cuts, axis=1), np.split(dH, cuts, axis=1)
    starts, outputs = [h_0], []
    for X_w in Xs:
        outputs.append(forward(X_w, starts[-1]))
        starts.append(outputs[-1][:, -1])
    nothing = np.zeros(h_0.shape, h_0.dtype)
    results = [backward(*window, nothing) for window in zip(Xs, starts, outputs, dHs)]
    return [np.stack([result[i] for result in results]) for i in (1, 2, 3)] + [starts[-1]]
