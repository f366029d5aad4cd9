"""Unknown tokens get id 0.

fails: encode encode-fresh
hint: unknown-as-padding
"""


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 0) for token in tokens], dtype=int)


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
