"""All four blocks go through the logistic function.

fails: lstm-gates-values lstm-gates-fresh lstm-gates-start lstm-gates-float32
hint: candidate-through-a-sigmoid
"""


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    a_i, a_f, a_g, a_o = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    i, f, g, o = sigmoid(a_i), sigmoid(a_f), sigmoid(a_g), sigmoid(a_o)
    c_t = f * c_prev + i * g
    return o * np.tanh(c_t), c_t
