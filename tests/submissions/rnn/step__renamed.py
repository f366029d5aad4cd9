"""The function has another name than the one asked for, so there is no `step` in the notebook.

fails: all
hint: not-defined
"""


def one_step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)
