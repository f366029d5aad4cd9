"""A sigmoid stands where the tanh should.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: sigmoid-for-tanh
"""


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return sigmoid(x_t @ W_xh + h_prev @ W_hh + b_h)
