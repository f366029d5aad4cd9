"""The two matrices are exchanged.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: matrices-swapped
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t @ W_hh + h_prev @ W_xh + b_h)
