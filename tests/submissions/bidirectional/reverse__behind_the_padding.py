"""Padding first, then the sequence.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: padding-in-front
"""


def reverse(X, lengths):
    return np.stack([np.concatenate([row[length:], row[:length][::-1]]) for row, length in zip(X, lengths)])
