"""Walks over the set of tokens.

fails: encode encode-fresh
hint: each-token-once
"""


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    different = sorted(set(tokens), key=tokens.index)
    return np.array([places.get(token, 1) for token in different], dtype=int)


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
