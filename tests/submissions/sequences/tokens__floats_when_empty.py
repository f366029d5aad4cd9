"""Leaves the type of the ids to NumPy, which takes floats where there is nothing.

fails: encode-empty
hint: wrong-dtype
"""


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens])


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
