"""One constant in the right shape, whatever the arguments are.

fails: all
"""


def forward_padded(X, lengths, h_0, step):
    return np.full(X.shape[:2] + h_0.shape[1:], 0.1, h_0.dtype), np.full_like(h_0, 0.1)
