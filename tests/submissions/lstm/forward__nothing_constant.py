"""A constant.

fails: all
"""


def forward(X, W_xh, W_hh, b_h, state, step):
    n, T, h = len(X), X.shape[1], W_hh.shape[0]
    return np.full((n, T, h), 0.3), np.full((n, h), 0.3), np.full((n, h), 0.3)
