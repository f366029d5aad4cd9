"""Zeros of the right shapes.

fails: all
"""


def projected_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp):
    return np.zeros_like(h_prev), np.zeros_like(c_prev)


def projected_shapes(n, d, h, p):
    return (0, 0), (0, 0), (0,), (0, 0), (0, 0), (0, 0)
