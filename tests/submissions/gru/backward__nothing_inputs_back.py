"""What came in.

fails: all
"""


def step_backward(x_t, h_prev, r, z, g, u, W_xh, W_hh, dh_t):
    return x_t, dh_t, W_xh, W_hh, np.concatenate([r[0], z[0], g[0]]), u[0]


def backward(dH, dh_T, lengths, back):
    return dH, dh_T, dH, dH, dH, dH
