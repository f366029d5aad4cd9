"""Calls a method of torch's tensors on a NumPy array.

fails: rnn-torch-to rnn-torch-to-fresh
hint: raised
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, bias_ih + bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh.t(), W_hh.t(), b_h, np.zeros_like(b_h)
