"""What came in.

fails: all
"""


def step_before(x_t, h_prev, W_xh, W_hh, b_h):
    return h_prev


def step_after(x_t, h_prev, W_xh, W_hh, b_h, b_hg):
    return h_prev
