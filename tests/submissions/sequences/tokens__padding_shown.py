"""Shows the padding.

fails: decode decode-fresh decode-padding
hint: padding-shown
"""


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids]


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
