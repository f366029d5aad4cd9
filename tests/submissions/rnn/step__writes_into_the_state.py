"""The new state is written over the one before, which the caller still has.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: argument-changed
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    h_prev[:] = np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)
    return h_prev
