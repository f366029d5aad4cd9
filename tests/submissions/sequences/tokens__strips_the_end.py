"""Takes padding from the end only.

fails: decode-padding
hint: padding-in-front-kept
"""


def decode(ids, vocabulary):
    ids = ids.tolist()
    while ids and ids[-1] == 0:
        ids.pop()
    return [vocabulary[i] for i in ids]


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
