"""The bias is added to each of the two products, as a cell with two biases would.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: bias-added-twice
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    from_input = x_t @ W_xh + b_h
    from_state = h_prev @ W_hh + b_h
    return np.tanh(from_input + from_state)
