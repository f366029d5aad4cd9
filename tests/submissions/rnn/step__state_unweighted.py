"""The state is added without its matrix.

fails: rnn-step-values rnn-step-fresh rnn-step-float32
hint: state-unweighted
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t @ W_xh + h_prev + b_h)
