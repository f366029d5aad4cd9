"""Zeros.

fails: all
"""


def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    return np.zeros_like(h_prev), np.zeros_like(c_prev)
