"""The state's part is added after the tanh.

fails: rnn-step-values rnn-step-fresh rnn-step-float32
hint: state-added-outside
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t @ W_xh + b_h) + h_prev @ W_hh
