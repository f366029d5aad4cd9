"""Adds by index, which writes each row once.

fails: gradient gradient-fresh
hint: repeats-overwrite
"""


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    dE[ids] += dX
    return dE


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed(ids, E):
    return E[ids]
