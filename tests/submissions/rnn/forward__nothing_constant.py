"""One constant in the right shape, whatever the arguments are.

fails: all
"""


def forward(X, h_0, step):
    n, T, _ = X.shape
    return np.full((n, T, h_0.shape[1]), 0.5, h_0.dtype), np.full_like(h_0, 0.5)
