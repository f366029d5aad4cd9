"""Shows each token once.

fails: decode decode-fresh decode-padding
hint: each-token-shown-once
"""


def decode(ids, vocabulary):
    tokens = []
    for i in ids:
        if i != 0 and vocabulary[i] not in tokens:
            tokens.append(vocabulary[i])
    return tokens


def encode(tokens, vocabulary):
    places = {token: place for place, token in enumerate(vocabulary)}
    return np.array([places.get(token, 1) for token in tokens], dtype=int)
