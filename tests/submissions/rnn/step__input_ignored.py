"""The input is never used; the state only feeds on itself.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: input-ignored
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(h_prev @ W_hh + b_h)
