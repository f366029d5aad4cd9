"""The forget gate multiplies h_prev; the same thing at a zero state.

fails: lstm-gates-values lstm-gates-fresh lstm-gates-float32
hint: state-kept-for-the-cell
"""


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    a_i, a_f, a_g, a_o = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    c_t = sigmoid(a_f) * h_prev + sigmoid(a_i) * np.tanh(a_g)
    return sigmoid(a_o) * np.tanh(c_t), c_t
