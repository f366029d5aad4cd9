"""Leaves out both special tokens.

fails: decode decode-fresh
hint: unknown-hidden
"""


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i > 1]


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
