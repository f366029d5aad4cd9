"""Zeros of the right shapes.

fails: all
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    like = (h_t, x_t, h_prev, W_xh, W_hh, W_hh[0])
    return tuple(np.zeros_like(array) for array in like)
