"""Tokens before steps.

fails: one-hot one-hot-fresh
hint: tokens-before-steps
"""


def one_hot(ids, v):
    return 1.0 * (ids[:, None, :] == np.arange(v)[None, :, None])


def embed(ids, E):
    return E[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
