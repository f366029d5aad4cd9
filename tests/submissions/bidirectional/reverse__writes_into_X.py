"""Reverses in place.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: argument-changed
"""


def reverse(X, lengths):
    for row, length in zip(X, lengths):
        row[:length] = row[:length][::-1].copy()
    return X
