"""The recurrent matrix is applied from the wrong side; exact as long as the state before is zero.

fails: rnn-step-values rnn-step-fresh rnn-step-float32
hint: recurrent-weights-transposed
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t @ W_xh + h_prev @ W_hh.T + b_h)
