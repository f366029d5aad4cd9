"""A tanh around each product instead of one around the sum; equal where the state is zero and the bias goes with the input.

fails: rnn-step-values rnn-step-fresh rnn-step-float32
hint: squashed-separately
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t @ W_xh + b_h) + np.tanh(h_prev @ W_hh)
