"""Hands its arguments back.

fails: all
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    return X, h_0, X[0].T @ H[0], H[0].T @ H[0], h_0[0]
