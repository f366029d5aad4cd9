"""Compares all tokens with the whole vocabulary at once, and indexes an array of texts.

right
"""


def encode(tokens, vocabulary):
    same = np.array([[token == known for known in vocabulary] for token in tokens], bool)
    same = same.reshape(len(tokens), len(vocabulary))
    return np.where(same.any(axis=1), same.argmax(axis=1), 1)


def decode(ids, vocabulary):
    return list(np.array(vocabulary)[ids[ids > 0]])
