"""A constant.

fails: all
"""


def bidirectional(X, lengths, ahead, back):
    n, T, h = *X.shape[:2], len(ahead[2])
    return np.full((n, T, 2 * h), 0.5), np.full((n, h), 0.5), np.full((n, h), 0.5)
