"""The input's matrix is reshaped to [h, d] instead of transposed.

fails: rnn-torch-to rnn-torch-to-fresh
hint: reshaped-back
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, bias_ih + bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh.reshape(W_xh.shape[1], W_xh.shape[0]), W_hh.T, b_h, np.zeros_like(b_h)
