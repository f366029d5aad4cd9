"""Adds up the steps: a bag of tokens.

fails: one-hot one-hot-fresh
hint: bag-of-tokens
"""


def one_hot(ids, v):
    rows = np.zeros((len(ids), v))
    for t in range(ids.shape[1]):
        rows[np.arange(len(ids)), ids[:, t]] += 1
    return rows


def embed(ids, E):
    return E[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
