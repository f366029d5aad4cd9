"""Zeros of the right shapes.

fails: all
"""


def forward(X, W_xh, W_hh, b_h, state, step):
    n, T, h = len(X), X.shape[1], W_hh.shape[0]
    return np.zeros((n, T, h), X.dtype), np.zeros((n, h), X.dtype), np.zeros((n, h), X.dtype)
