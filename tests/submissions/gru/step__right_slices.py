"""The gates from one product on both sides, cut by slices; the last line as a step towards the candidate.

right
"""


def _gates(x_t, h_prev, W_xh, W_hh, b_h):
    h = h_prev.shape[1]
    a = x_t @ W_xh[:, : 2 * h] + h_prev @ W_hh[:, : 2 * h] + b_h[: 2 * h]
    gates = 1 / (1 + np.exp(-a))
    return gates[:, :h], gates[:, h:], x_t @ W_xh[:, 2 * h :] + b_h[2 * h :], W_hh[:, 2 * h :]


def step_before(x_t, h_prev, W_xh, W_hh, b_h):
    r, z, a_g, W_hg = _gates(x_t, h_prev, W_xh, W_hh, b_h)
    return h_prev + (1 - z) * (np.tanh(a_g + (h_prev * r) @ W_hg) - h_prev)


def step_after(x_t, h_prev, W_xh, W_hh, b_h, b_hg):
    r, z, a_g, W_hg = _gates(x_t, h_prev, W_xh, W_hh, b_h)
    return h_prev + (1 - z) * (np.tanh(a_g + r * (b_hg + h_prev @ W_hg)) - h_prev)
