"""The result is put into an array from np.zeros, which is float64 whatever comes in.

fails: rnn-step-float32
hint: wrong-dtype
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    h_t = np.zeros(h_prev.shape)
    for i in range(len(x_t)):
        h_t[i] = np.tanh(x_t[i] @ W_xh + h_prev[i] @ W_hh + b_h)
    return h_t
