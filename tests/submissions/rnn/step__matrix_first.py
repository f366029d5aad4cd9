"""The matrix stands on the left, as in books that write states as columns.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: column-convention
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(W_xh @ x_t + W_hh @ h_prev + b_h)
