"""Ones in the right shapes.

fails: all
"""


def one_hot(ids, v):
    return np.ones((*ids.shape, v))


def embed(ids, E):
    return np.ones((*ids.shape, E.shape[1]), E.dtype)


def embed_backward(ids, dX, v):
    return np.ones((v, dX.shape[-1]), dX.dtype)
