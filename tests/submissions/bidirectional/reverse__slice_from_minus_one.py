"""A length of 0 begins at place -1.

fails: bidirectional-reverse-ends
hint: empty-sequence
"""


def reverse(X, lengths):
    result = X.copy()
    for i, length in enumerate(lengths):
        result[i, :length] = X[i, length - 1 :: -1]
    return result
