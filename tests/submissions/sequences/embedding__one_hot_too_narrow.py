"""As many classes as the largest id says.

fails: one-hot one-hot-fresh
hint: as-large-as-the-ids
"""


def one_hot(ids, v):
    return np.eye(ids.max() + 1)[ids]


def embed(ids, E):
    return E[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
