"""One constant in the right shapes.

fails: all
"""


def truncated(X, dH, h_0, k, forward, backward):
    m, d, h = -(-X.shape[1] // k), X.shape[2], h_0.shape[1]
    return np.full((m, d, h), 0.4), np.full((m, h, h), 0.4), np.full((m, h), 0.4), np.full_like(h_0, 0.4)
