"""Takes ids for places counted from 1.

fails: decode decode-fresh decode-padding
hint: one-place-off
"""


def decode(ids, vocabulary):
    return [vocabulary[i - 1] for i in ids if i != 0]


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
