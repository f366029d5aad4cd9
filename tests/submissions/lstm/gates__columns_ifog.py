"""The candidate is taken for the last block, as in many drawings: i, f, o, g.

fails: lstm-gates-values lstm-gates-fresh lstm-gates-start lstm-gates-float32
hint: columns-of-another-order
"""


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    a_i, a_f, a_o, a_g = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    c_t = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_g)
    return sigmoid(a_o) * np.tanh(c_t), c_t
