"""`*` where a matrix product belongs.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: elementwise-product
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t * W_xh + h_prev * W_hh + b_h)
