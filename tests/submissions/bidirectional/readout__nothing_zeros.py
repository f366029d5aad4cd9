"""Zeros in the right shapes.

fails: all
"""


def readout(H, lengths):
    return np.zeros((H.shape[0], H.shape[2]), H.dtype)
