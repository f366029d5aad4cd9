"""z takes the new state, as in Chung et al. 2014.

fails: before after before-fresh after-fresh zero
hint: update-gate-turned
"""


def step_before(x_t, h_prev, W_xh, W_hh, b_h):
    a_r, a_z, a_g = np.split(x_t @ W_xh + b_h, 3, axis=1)
    W_hr, W_hz, W_hg = np.split(W_hh, 3, axis=1)
    r, z = sigmoid(a_r + h_prev @ W_hr), sigmoid(a_z + h_prev @ W_hz)
    g = np.tanh(a_g + (r * h_prev) @ W_hg)
    return (1 - z) * h_prev + z * g


def step_after(x_t, h_prev, W_xh, W_hh, b_h, b_hg):
    a_r, a_z, a_g = np.split(x_t @ W_xh + b_h, 3, axis=1)
    W_hr, W_hz, W_hg = np.split(W_hh, 3, axis=1)
    r, z = sigmoid(a_r + h_prev @ W_hr), sigmoid(a_z + h_prev @ W_hz)
    g = np.tanh(a_g + r * (h_prev @ W_hg + b_hg))
    return (1 - z) * h_prev + z * g
