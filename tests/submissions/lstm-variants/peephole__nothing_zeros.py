"""Zeros of the right shapes.

fails: all
"""


def peephole_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_i, p_f, p_o):
    return np.zeros_like(h_prev), np.zeros_like(c_prev)


def peephole_gradients(i, f, g, o, c_prev, c_t, p_i, p_f, p_o, dh_t, dc_t):
    return np.zeros_like(p_i), np.zeros_like(p_f), np.zeros_like(p_o), np.zeros_like(c_prev)
