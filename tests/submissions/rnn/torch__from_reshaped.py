"""The input's matrix is reshaped to [d, h] instead of transposed.

fails: rnn-torch-from rnn-torch-from-fresh
hint: reshaped
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.reshape(weight_ih.shape[1], -1), weight_hh.T, bias_ih + bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh.T, W_hh.T, b_h, np.zeros_like(b_h)
