"""Writes the ones by a single index, which NumPy takes for the first axis.

fails: one-hot one-hot-fresh
hint: ones-along-the-batch
"""


def one_hot(ids, v):
    rows = np.zeros((*ids.shape, v))
    rows[ids] = 1
    return rows


def embed(ids, E):
    return E[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
