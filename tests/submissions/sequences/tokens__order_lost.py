"""Walks over the vocabulary and asks which tokens occur.

fails: decode decode-fresh decode-padding
hint: order-of-the-vocabulary
"""


def decode(ids, vocabulary):
    return [token for i, token in enumerate(vocabulary) if i in ids and i != 0]


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
