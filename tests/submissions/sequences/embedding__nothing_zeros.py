"""Zeros in the right shapes.

fails: all
"""


def one_hot(ids, v):
    return np.zeros((*ids.shape, v))


def embed(ids, E):
    return np.zeros((*ids.shape, E.shape[1]), E.dtype)


def embed_backward(ids, dX, v):
    return np.zeros((v, dX.shape[-1]), dX.dtype)
