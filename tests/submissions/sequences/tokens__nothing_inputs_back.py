"""What came in.

fails: all
"""


def encode(tokens, vocabulary):
    return tokens


def decode(ids, vocabulary):
    return vocabulary
