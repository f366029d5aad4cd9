"""One constant in the right shapes.

fails: all
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    d, h = X.shape[2], h_0.shape[1]
    return (
        np.full_like(X, 0.3),
        np.full_like(h_0, 0.3),
        np.full((d, h), 0.3),
        np.full((h, h), 0.3),
        np.full(h, 0.3),
    )
