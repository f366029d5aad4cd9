"""Takes the gradient of a token's first place.

fails: gradient gradient-fresh
hint: first-place-only
"""


def embed_backward(ids, dX, v):
    dE = np.zeros((v, dX.shape[-1]), dX.dtype)
    present, first = np.unique(ids, return_index=True)
    dE[present] = dX.reshape(-1, dX.shape[-1])[first]
    return dE


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed(ids, E):
    return E[ids]
