"""What came in.

fails: all
"""


def mgu_step(x_t, h_prev, W_xh, W_hh, b_h):
    return h_prev


def mgu_backward(x_t, h_prev, f, g, W_xh, W_hh, dh_t):
    return x_t, h_prev, W_xh, W_hh, dh_t


def counts(d, h):
    return d, h, h
