"""Averages the gradients of a token.

fails: gradient gradient-fresh
hint: gradients-averaged
"""


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    for token in np.unique(ids):
        dE[token] = dX[ids == token].mean(axis=0)
    return dE


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed(ids, E):
    return E[ids]
