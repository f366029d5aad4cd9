"""Takes ids for places counted from 1.

fails: lookup lookup-fresh
hint: row-after
"""


def embed(ids, E):
    return E[ids - 1]


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
