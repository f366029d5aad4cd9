"""Blocks as wide as the cell; shapes as lists, read off arrays that are made.

right
"""


def projected_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp):
    h = len(W_hp)
    i, f, g, o = (
        x_t @ W_xh[:, k : k + h] + h_prev @ W_hh[:, k : k + h] + b_h[k : k + h] for k in range(0, 4 * h, h)
    )
    c_t = c_prev / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
    return (np.tanh(c_t) / (1 + np.exp(-o))) @ W_hp, c_t


def projected_shapes(n, d, h, p):
    blocks = 4 * h
    W_xh, W_hh, b_h, W_hp = np.empty((d, blocks)), np.empty((p, blocks)), np.empty(blocks), np.empty((h, p))
    c_t = np.empty((n, d)) @ W_xh[:, :h]
    return [list(array.shape) for array in (W_xh, W_hh, b_h, W_hp, c_t @ W_hp, c_t)]
