"""Hands the gradient through as it came.

fails: gradient gradient-fresh gradient-once
hint: handed-through
"""


def embed_backward(ids, dX, v):
    return dX + 0


def one_hot(ids, v):
    return np.eye(v)[ids]


def embed(ids, E):
    return E[ids]
