"""Fills a box of zeros.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: padding-cleared
"""


def reverse(X, lengths):
    result = np.zeros_like(X)
    for i, length in enumerate(lengths):
        result[i, :length] = X[i, :length][::-1]
    return result
