"""Hands the state back.

fails: all
"""


def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    return h_prev, c_prev
