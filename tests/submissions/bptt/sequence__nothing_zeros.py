"""Zeros of the right shapes.

fails: all
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    d, h = X.shape[2], h_0.shape[1]
    return np.zeros_like(X), np.zeros_like(h_0), np.zeros((d, h)), np.zeros((h, h)), np.zeros(h)
