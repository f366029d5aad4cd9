"""A name that does not exist: the parameter is called W_xh.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: raised
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t @ Wxh + h_prev @ W_hh + b_h)
