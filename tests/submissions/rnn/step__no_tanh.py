"""The activation is forgotten: the state is the sum itself.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: no-squashing
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return x_t @ W_xh + h_prev @ W_hh + b_h
