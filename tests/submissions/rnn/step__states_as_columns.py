"""Right numbers for column vectors, never turned back into rows.

fails: rnn-step-values rnn-step-fresh rnn-step-float32 rnn-step-zero-state
hint: states-as-columns
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(W_xh.T @ x_t.T + W_hh.T @ h_prev.T + b_h[:, None])
