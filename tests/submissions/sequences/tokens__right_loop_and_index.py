"""Looks each token up in the list itself.

right
"""


def encode(tokens, vocabulary):
    ids = np.zeros(len(tokens), int)
    for t, token in enumerate(tokens):
        ids[t] = vocabulary.index(token) if token in vocabulary else vocabulary.index("<unk>")
    return ids


def decode(ids, vocabulary):
    tokens = []
    for i in ids:
        token = vocabulary[int(i)]
        if token != "<pad>":
            tokens.append(token)
    return tokens
