"""One-hot rows in the place of ids.

fails: encode encode-fresh encode-empty
hint: one-hot-for-ids
"""


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    rows = np.zeros((len(tokens), len(vocabulary)))
    for t, token in enumerate(tokens):
        rows[t, places.get(token, 1)] = 1
    return rows


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
