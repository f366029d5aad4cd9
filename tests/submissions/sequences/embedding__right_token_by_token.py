"""For each token the places where it stands.

right
"""


def one_hot(ids, v):
    return np.stack([1.0 * (ids == token) for token in range(v)], axis=-1)


def embed(ids, E):
    return np.take(E, ids, axis=0)


def embed_backward(ids, dX, v):
    return np.stack([dX[ids == token].sum(axis=0) for token in range(v)])
