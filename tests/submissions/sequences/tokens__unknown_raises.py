"""Asks the list for a token that it does not hold.

fails: encode encode-fresh
hint: unknown-raises
"""


def encode(tokens, vocabulary):
    return np.array([vocabulary.index(token) for token in tokens], dtype=int)


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
