"""Zeros in the right shapes.

fails: all
"""


def forward(X, lengths, h_0, step):
    return np.zeros((*X.shape[:2], h_0.shape[1]), X.dtype), np.zeros_like(h_0)
