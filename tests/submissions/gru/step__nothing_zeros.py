"""Zeros in the right shapes.

fails: all
"""


def step_before(x_t, h_prev, W_xh, W_hh, b_h):
    return np.zeros_like(h_prev)


def step_after(x_t, h_prev, W_xh, W_hh, b_h, b_hg):
    return np.zeros_like(h_prev)
