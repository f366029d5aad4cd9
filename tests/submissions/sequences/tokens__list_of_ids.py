"""A list, where an array is asked for.

fails: encode encode-fresh encode-empty
hint: wrong-type
"""


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return [places.get(token, 1) for token in tokens]


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
