"""A constant.

fails: all
"""


def step_before(x_t, h_prev, W_xh, W_hh, b_h):
    return np.full_like(h_prev, 0.3)


def step_after(x_t, h_prev, W_xh, W_hh, b_h, b_hg):
    return np.full_like(h_prev, 0.3)
