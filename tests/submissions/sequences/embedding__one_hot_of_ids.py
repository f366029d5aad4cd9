"""Writes the id where the 1 belongs.

fails: one-hot one-hot-fresh
hint: ids-for-ones
"""


def one_hot(ids, v):
    rows = np.zeros((*ids.shape, v))
    for i, t in np.ndindex(*ids.shape):
        rows[i, t, ids[i, t]] = ids[i, t]
    return rows


def embed(ids, E):
    return E[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
