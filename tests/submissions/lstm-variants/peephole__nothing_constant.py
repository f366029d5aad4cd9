"""One constant in the right shapes.

fails: all
"""


def peephole_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_i, p_f, p_o):
    return np.full_like(h_prev, 0.3), np.full_like(c_prev, 0.3)


def peephole_gradients(i, f, g, o, c_prev, c_t, p_i, p_f, p_o, dh_t, dc_t):
    return *(np.full_like(p, 0.3) for p in (p_i, p_f, p_o)), np.full_like(c_prev, 0.3)
