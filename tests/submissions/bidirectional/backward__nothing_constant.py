"""A constant.

fails: all
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    h = dH.shape[2] // 2
    dX, weights = through_ahead(np.ones_like(dH[:, :, :h]))
    return dX, weights, weights
