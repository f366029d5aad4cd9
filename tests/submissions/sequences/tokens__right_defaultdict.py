"""A dictionary that knows what to say of what it lacks.

right
"""

from collections import defaultdict


def encode(tokens, vocabulary):
    places = defaultdict(lambda: 1, zip(vocabulary, range(len(vocabulary))))
    return np.fromiter((places[token] for token in tokens), dtype=np.int64)


def decode(ids, vocabulary):
    return list(map(vocabulary.__getitem__, filter(None, ids.tolist())))
