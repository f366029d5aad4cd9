"""Zeros and empty texts.

fails: all
"""


def encode(tokens, vocabulary):
    return np.zeros(len(tokens), int)


def decode(ids, vocabulary):
    return [""] * len(ids)
