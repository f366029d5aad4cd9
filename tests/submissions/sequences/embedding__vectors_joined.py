"""Lays the vectors of a sequence end to end.

fails: lookup lookup-fresh
hint: vectors-joined
"""


def embed(ids, E):
    return np.stack([np.concatenate(E[sequence]) for sequence in ids])


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
