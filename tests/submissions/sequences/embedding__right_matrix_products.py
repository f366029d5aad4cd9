"""Everything by one-hot rows and matrix products.

right
"""


def one_hot(ids, v):
    return (ids[..., None] == np.arange(v)).astype(float)


def embed(ids, E):
    rows = (ids[..., None] == np.arange(len(E))).astype(E.dtype)
    return rows @ E


def embed_backward(ids, dX, v):
    rows = (ids.reshape(-1, 1) == np.arange(v)).astype(dX.dtype)
    return rows.T @ dX.reshape(len(rows), -1)
