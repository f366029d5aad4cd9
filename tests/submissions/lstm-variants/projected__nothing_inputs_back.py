"""Hands its arguments back.

fails: all
"""


def projected_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp):
    return h_prev, c_prev


def projected_shapes(n, d, h, p):
    return (n, d), (d, h), (h,), (h, p), (n, p), (n, h)
