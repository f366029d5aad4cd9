"""Ends at the first padding.

fails: decode-padding
hint: stops-at-padding
"""


def decode(ids, vocabulary):
    tokens = []
    for i in ids:
        if i == 0:
            break
        tokens.append(vocabulary[i])
    return tokens


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
