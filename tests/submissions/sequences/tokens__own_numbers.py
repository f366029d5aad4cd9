"""Builds a vocabulary out of the sentence.

fails: encode encode-fresh encode-empty
hint: numbered-by-appearance
"""


def encode(tokens, vocabulary):
    places = {}
    for token in tokens:
        if token not in places:
            places[token] = len(places) + 2
    return np.array([places[token] for token in tokens], dtype=int)


def decode(ids, vocabulary):
    return [vocabulary[i] for i in ids if i != 0]
