"""Zeros in the right shapes.

fails: all
"""


def mgu_step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.zeros_like(h_prev)


def mgu_backward(x_t, h_prev, f, g, W_xh, W_hh, dh_t):
    return [np.full(array.shape, 0, dh_t.dtype) for array in (x_t, h_prev, W_xh, W_hh, W_hh[0])]


def counts(d, h):
    return 0, 0, 0
