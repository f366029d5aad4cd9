"""Computed for column vectors, as PyTorch writes it, and turned back; tanh from exponentials.

right
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    a = W_hh.T @ h_prev.T + W_xh.T @ x_t.T + b_h[:, None]
    e = np.exp(2 * a)
    return ((e - 1) / (e + 1)).T
