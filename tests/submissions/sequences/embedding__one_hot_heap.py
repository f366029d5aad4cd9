"""All steps of all sequences in one heap.

fails: one-hot one-hot-fresh
hint: rows-in-one-heap
"""


def one_hot(ids, v):
    rows = np.zeros((ids.size, v))
    rows[np.arange(ids.size), ids.ravel()] = 1
    return rows


def embed(ids, E):
    return E[ids]


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    np.add.at(dE, ids, dX)
    return dE
