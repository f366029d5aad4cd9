"""One constant in the right shape, whatever the arguments are.

fails: all
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return np.ones_like(weight_ih.T), np.ones_like(weight_hh), np.ones_like(bias_ih)


def to_torch(W_xh, W_hh, b_h):
    return np.ones_like(W_xh.T), np.ones_like(W_hh), np.ones_like(b_h), np.ones_like(b_h)
