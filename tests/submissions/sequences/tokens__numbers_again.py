"""Returns the ids that are no padding, as a list.

fails: decode decode-fresh decode-padding
hint: numbers-for-tokens
"""


def decode(ids, vocabulary):
    return [i for i in ids.tolist() if i != 0]


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
