"""A matrix for each gate, cut from the columns; the logistic function with its exponential.

right
"""


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    h = c_prev.shape[1]

    def block(k):
        own = slice(k * h, (k + 1) * h)
        return x_t @ W_xh[:, own] + h_prev @ W_hh[:, own] + b_h[own]

    c = sigmoid(block(1)) * c_prev + sigmoid(block(0)) * np.tanh(block(2))
    return sigmoid(block(3)) * np.tanh(c), c
