"""What is kept is what the input gate leaves over; at a zero state nothing is kept anyway.

fails: lstm-gates-values lstm-gates-fresh lstm-gates-float32
hint: input-gate-for-both
"""


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    a_i, a_f, a_g, a_o = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    i = sigmoid(a_i)
    c_t = (1 - i) * c_prev + i * np.tanh(a_g)
    return sigmoid(a_o) * np.tanh(c_t), c_t
