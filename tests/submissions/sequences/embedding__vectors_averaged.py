"""One vector for each sequence.

fails: lookup lookup-fresh
hint: vectors-averaged
"""


def embed(ids, E):
    return E[ids].mean(axis=1)


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
