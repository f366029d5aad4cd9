"""A constant.

fails: all
"""


def merge(H_ahead, H_back, how):
    return np.ones_like(H_ahead)


def merge_backward(dH, how):
    return np.ones_like(dH), np.ones_like(dH)
