"""The condition is the wrong way round.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: padding-reversed-instead
"""


def reverse(X, lengths):
    result = X.copy()
    for row, length in zip(result, lengths):
        row[length:] = row[length:][::-1].copy()
    return result
