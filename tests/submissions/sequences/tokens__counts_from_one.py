"""Numbers the vocabulary from 1.

fails: encode encode-fresh encode-empty
hint: counted-from-one
"""


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary, start=1)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
