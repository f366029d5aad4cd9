"""Counts ids from behind the special places.

fails: decode decode-fresh decode-padding
hint: special-places-skipped
"""


def decode(ids, vocabulary):
    words = vocabulary[2:]
    return [words[i] for i in ids if i != 0]


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
