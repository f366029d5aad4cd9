"""One place after the other.

right
"""


def one_hot(ids, v):
    n, T = ids.shape
    rows = np.zeros((n, T, v))
    for i in range(n):
        for t in range(T):
            rows[i, t, ids[i, t]] = 1.0
    return rows


def embed(ids, E):
    return np.stack([np.stack([E[token] for token in sequence]) for sequence in ids])


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[2]), dtype=dX.dtype)
    for i, t in np.ndindex(*ids.shape):
        dE[ids[i, t]] += dX[i, t]
    return dE
