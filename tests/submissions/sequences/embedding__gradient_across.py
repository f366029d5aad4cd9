"""A column for each token.

fails: gradient gradient-fresh gradient-once
hint: gradient-across
"""


def embed_backward(ids, dX, v):
    rows = (ids.reshape(-1, 1) == np.arange(v)).astype(dX.dtype)
    return dX.reshape(len(rows), -1).T @ rows


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed(ids, E):
    return E[ids]
