"""A box of a type of its own.

fails: bidirectional-reverse-fresh bidirectional-reverse-ends
hint: wrong-dtype
"""


def reverse(X, lengths):
    result = np.zeros(X.shape)
    for i, length in enumerate(lengths):
        result[i] = X[i]
        result[i, :length] = X[i, :length][::-1]
    return result
