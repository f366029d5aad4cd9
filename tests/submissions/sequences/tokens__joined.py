"""Puts the tokens together to one text.

fails: decode decode-fresh decode-padding
hint: joined-to-one-text
"""


def decode(ids, vocabulary):
    return " ".join(vocabulary[i] for i in ids if i != 0)


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
