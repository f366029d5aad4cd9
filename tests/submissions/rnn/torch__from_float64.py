"""Copies into arrays from np.zeros, which are float64 whatever comes in.

fails: rnn-torch-from-fresh
hint: wrong-dtype
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    h, d = weight_ih.shape
    W_xh = np.zeros((d, h))
    W_xh[:] = weight_ih.T
    return W_xh, weight_hh.T, bias_ih + bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh.T, W_hh.T, b_h, np.zeros_like(b_h)
