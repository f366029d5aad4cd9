"""What came in.

fails: all
"""


def bidirectional(X, lengths, ahead, back):
    return X, X[:, 0], X[:, -1]
