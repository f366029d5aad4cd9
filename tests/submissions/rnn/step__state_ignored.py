"""The state before the step plays no part: a layer without memory.

fails: rnn-step-values rnn-step-fresh rnn-step-float32
hint: state-ignored
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t @ W_xh + b_h)
