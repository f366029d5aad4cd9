"""A slice a sequence.

right
"""


def reverse(X, lengths):
    result = X.copy()
    for row, length in zip(result, lengths):
        row[:length] = row[:length][::-1].copy()
    return result
