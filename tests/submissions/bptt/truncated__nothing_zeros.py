"""Zeros of the right shapes.

fails: all
"""


def truncated(X, dH, h_0, k, forward, backward):
    m, d, h = -(-X.shape[1] // k), X.shape[2], h_0.shape[1]
    return np.zeros((m, d, h)), np.zeros((m, h, h)), np.zeros((m, h)), np.zeros_like(h_0)
