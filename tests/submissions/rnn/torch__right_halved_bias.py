"""swapaxes and a loop; on the way back each bias gets one half.

right
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    W_xh, W_hh = (np.swapaxes(W, 0, 1).copy() for W in (weight_ih, weight_hh))
    return W_xh, W_hh, np.sum([bias_ih, bias_hh], axis=0)


def to_torch(W_xh, W_hh, b_h):
    half = b_h / 2
    return [np.transpose(W_xh), np.transpose(W_hh), half, b_h - half]
