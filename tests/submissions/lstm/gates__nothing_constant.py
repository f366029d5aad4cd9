"""A constant.

fails: all
"""


def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    return np.full_like(h_prev, 0.3), np.full_like(c_prev, 0.3)
