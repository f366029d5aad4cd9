"""Hands its arguments back.

fails: all
"""


def coupled_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    return h_prev, c_prev


def coupled_gradients(i, g, o, c_prev, c_t, dh_t, dc_t):
    return np.hstack([i, g, o]), dc_t
