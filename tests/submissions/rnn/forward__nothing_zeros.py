"""Zeros of the right shape, whatever the arguments are.

fails: all
"""


def forward(X, h_0, step):
    n, T, _ = X.shape
    return np.zeros((n, T, h_0.shape[1]), h_0.dtype), np.zeros_like(h_0)
