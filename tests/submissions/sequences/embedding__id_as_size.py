"""Multiplies each vector by its id.

fails: lookup lookup-fresh
hint: id-times-vector
"""


def embed(ids, E):
    rows = np.zeros((*ids.shape, len(E)), E.dtype)
    for i, t in np.ndindex(*ids.shape):
        rows[i, t, ids[i, t]] = ids[i, t]
    return rows @ E


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
