"""Skips unknown tokens.

fails: encode encode-fresh
hint: unknown-left-out
"""


def encode(tokens, vocabulary):
    return np.array([vocabulary.index(token) for token in tokens if token in vocabulary], dtype=int)


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
