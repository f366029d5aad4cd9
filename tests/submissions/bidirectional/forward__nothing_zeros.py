"""Zeros in the right shapes.

fails: all
"""


def bidirectional(X, lengths, ahead, back):
    n, T, h = *X.shape[:2], len(ahead[2])
    return np.zeros((n, T, 2 * h)), np.zeros((n, h)), np.zeros((n, h))
