"""Adds up over sequences, and not within one.

fails: gradient gradient-fresh
hint: repeats-within-a-sequence
"""


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    for i in range(len(ids)):
        dE[ids[i]] += dX[i]
    return dE


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed(ids, E):
    return E[ids]
