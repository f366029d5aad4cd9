"""No rows for tokens that do not occur.

fails: gradient gradient-fresh gradient-once
hint: present-rows-only
"""


def embed_backward(ids, dX, v):
    return np.stack([dX[ids == token].sum(axis=0) for token in np.unique(ids)])


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed(ids, E):
    return E[ids]
