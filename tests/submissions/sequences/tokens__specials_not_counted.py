"""Numbers the vocabulary behind the two special places.

fails: encode encode-fresh encode-empty
hint: special-places-not-counted
"""


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary[2:])}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
