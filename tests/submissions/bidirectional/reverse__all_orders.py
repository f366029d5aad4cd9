"""A slice beside an array of places.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: every-order-from-every-sequence
"""


def reverse(X, lengths):
    t, end = np.arange(X.shape[1]), lengths[:, None]
    return X[:, np.where(t < end, end - 1 - t, t)]
