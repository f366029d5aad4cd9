"""Counts from the length itself.

fails: bidirectional-reverse-values bidirectional-reverse-fresh bidirectional-reverse-back bidirectional-reverse-ends
hint: one-late
"""


def reverse(X, lengths):
    t, end = np.arange(X.shape[1]), lengths[:, None]
    source = np.where(t < end, end - t, t)
    return X[np.arange(len(X))[:, None], source]
