"""Says −1 for what is not known, as text.find does.

fails: encode encode-fresh
hint: unknown-as-minus-one
"""


def encode(tokens, vocabulary):
    return np.array([vocabulary.index(t) if t in vocabulary else -1 for t in tokens], dtype=int)


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
