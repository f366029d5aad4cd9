"""Hands its arguments back.

fails: all
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    return dh_t, x_t, h_prev, W_xh, W_hh, W_hh[0]
