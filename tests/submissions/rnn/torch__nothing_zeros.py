"""Zeros of the right shape, whatever the arguments are.

fails: all
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return np.zeros_like(weight_ih.T), np.zeros_like(weight_hh), np.zeros_like(bias_ih)


def to_torch(W_xh, W_hh, b_h):
    return np.zeros_like(W_xh.T), np.zeros_like(W_hh), np.zeros_like(b_h), np.zeros_like(b_h)
