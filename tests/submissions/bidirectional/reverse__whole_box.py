"""Begins with the padding.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: whole-box-reversed
"""


def reverse(X, lengths):
    return X[:, ::-1]
