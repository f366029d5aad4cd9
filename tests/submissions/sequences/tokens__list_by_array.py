"""Asks a list for many places at once.

fails: decode decode-fresh decode-padding
hint: list-asked-with-an-array
"""


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)


def decode(ids, vocabulary):
    return vocabulary[ids]
