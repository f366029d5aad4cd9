"""The blocks are taken to be as wide as W_hh has rows.

fails: step step-fresh step-start
hint: hidden-size-from-the-recurrent-matrix
"""


def projected_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp):
    h = W_hh.shape[0]
    a = x_t @ W_xh + h_prev @ W_hh + b_h
    i, f, o = sigmoid(a[:, :h]), sigmoid(a[:, h : 2 * h]), sigmoid(a[:, 3 * h :])
    g = np.tanh(a[:, 2 * h : 3 * h])
    c_t = f * c_prev + i * g
    return (o * np.tanh(c_t)) @ W_hp, c_t


def projected_shapes(n, d, h, p):
    return (d, 4 * h), (p, 4 * h), (4 * h,), (h, p), (n, p), (n, h)
