"""Hands its arguments back.

fails: all
"""


def peephole_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_i, p_f, p_o):
    return h_prev, c_prev


def peephole_gradients(i, f, g, o, c_prev, c_t, p_i, p_f, p_o, dh_t, dc_t):
    return p_i, p_f, p_o, dc_t
