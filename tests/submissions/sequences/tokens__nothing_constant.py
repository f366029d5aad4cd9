"""The same for everything.

fails: all
"""


def encode(tokens, vocabulary):
    return np.ones(len(tokens), int)


def decode(ids, vocabulary):
    return []
