"""Zeros of the right shape, whatever the arguments are.

fails: all
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.zeros_like(h_prev)
