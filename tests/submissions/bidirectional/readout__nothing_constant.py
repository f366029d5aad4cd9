"""A constant.

fails: all
"""


def readout(H, lengths):
    return np.full((H.shape[0], H.shape[2]), 0.3, H.dtype)
