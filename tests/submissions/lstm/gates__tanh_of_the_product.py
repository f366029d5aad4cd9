"""The output gate multiplies inside the tanh.

fails: lstm-gates-values lstm-gates-fresh lstm-gates-start lstm-gates-float32
hint: tanh-of-the-product
"""


def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-a)) for a in (i, f, o))
    c_t = f * c_prev + i * np.tanh(g)
    return np.tanh(o * c_t), c_t
