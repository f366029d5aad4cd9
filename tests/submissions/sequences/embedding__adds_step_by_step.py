"""Adds up over steps, and not over the sequences of one.

fails: gradient gradient-fresh
hint: repeats-across-sequences
"""


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    for t in range(ids.shape[1]):
        dE[ids[:, t]] += dX[:, t]
    return dE


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed(ids, E):
    return E[ids]
