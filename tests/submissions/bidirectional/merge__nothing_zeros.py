"""Zeros in the right shapes.

fails: all
"""


def merge(H_ahead, H_back, how):
    return np.zeros((*H_ahead.shape[:2], H_ahead.shape[2] * (1 + (how == "concat"))), H_ahead.dtype)


def merge_backward(dH, how):
    return np.zeros_like(dH), np.zeros_like(dH)
