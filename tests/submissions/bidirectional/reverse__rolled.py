"""Turned and rolled: the padding runs backwards.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: padding-behind-lost-its-order
"""


def reverse(X, lengths):
    return np.stack([np.roll(row[::-1], length, axis=0) for row, length in zip(X, lengths)])
