"""One constant in the right shapes.

fails: all
"""


def coupled_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    return np.full_like(h_prev, 0.3), np.full_like(c_prev, 0.3)


def coupled_gradients(i, g, o, c_prev, c_t, dh_t, dc_t):
    return np.full((len(i), 3 * i.shape[1]), 0.3, i.dtype), np.full_like(c_prev, 0.3)
