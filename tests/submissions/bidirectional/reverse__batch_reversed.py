"""The wrong axis.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: batch-reversed
"""


def reverse(X, lengths):
    return X[::-1]
