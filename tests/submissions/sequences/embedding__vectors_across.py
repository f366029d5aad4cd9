"""Steps behind numbers.

fails: lookup lookup-fresh
hint: vectors-across
"""


def embed(ids, E):
    return np.moveaxis(E[ids], -1, 1)


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
