"""A rectifier stands where the tanh should.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: relu-for-tanh
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.maximum(0, x_t @ W_xh + h_prev @ W_hh + b_h)
