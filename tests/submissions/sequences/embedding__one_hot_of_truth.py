"""Truth values, which are no numbers.

fails: one-hot one-hot-fresh
hint: wrong-dtype
"""


def one_hot(ids, v):
    return ids[..., None] == np.arange(v)


def embed(ids, E):
    return E[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
