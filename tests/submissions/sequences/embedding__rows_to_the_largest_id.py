"""Ends with the largest id.

fails: gradient gradient-fresh gradient-once
hint: as-large-as-the-largest-id
"""


def embed_backward(ids, dX, v):
    dE = np.zeros((ids.max() + 1, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed(ids, E):
    return E[ids]
