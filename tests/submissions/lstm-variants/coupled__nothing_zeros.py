"""Zeros of the right shapes.

fails: all
"""


def coupled_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    return np.zeros_like(h_prev), np.zeros_like(c_prev)


def coupled_gradients(i, g, o, c_prev, c_t, dh_t, dc_t):
    return np.zeros((len(i), 3 * i.shape[1]), i.dtype), np.zeros_like(c_prev)
