"""What came in.

fails: all
"""


def one_hot(ids, v):
    return ids


def embed(ids, E):
    return E


def embed_backward(ids, dX, v):
    return dX
