"""Counts tokens from 1.

fails: one-hot one-hot-fresh
hint: one-hot-one-place-late
"""


def one_hot(ids, v):
    return 1.0 * (ids[..., None] == np.arange(1, v + 1))


def embed(ids, E):
    return E[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
