"""A constant.

fails: all
"""


def forward(X, lengths, h_0, step):
    return np.full((*X.shape[:2], h_0.shape[1]), 0.3, X.dtype), np.full_like(h_0, 0.3)
