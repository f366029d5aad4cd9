"""PyTorch's matrices are taken as they are.

fails: rnn-torch-from rnn-torch-from-fresh
hint: not-transposed
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih, weight_hh, bias_ih + bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh.T, W_hh.T, b_h, np.zeros_like(b_h)
