"""What came in.

fails: all
"""


def reverse(X, lengths):
    return X
