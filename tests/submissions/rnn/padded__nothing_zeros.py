"""Zeros of the right shape, whatever the arguments are.

fails: all
"""


def forward_padded(X, lengths, h_0, step):
    return np.zeros(X.shape[:2] + h_0.shape[1:], h_0.dtype), np.zeros_like(h_0)
