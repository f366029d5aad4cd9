"""The matrices are handed to PyTorch as they are.

fails: rnn-torch-to rnn-torch-to-fresh
hint: not-transposed-back
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, bias_ih + bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh, W_hh, b_h, np.zeros_like(b_h)
