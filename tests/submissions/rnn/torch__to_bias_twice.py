"""The bias goes into both of PyTorch's vectors, which adds it twice.

fails: rnn-torch-to rnn-torch-to-fresh
hint: bias-twice
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, bias_ih + bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh.T, W_hh.T, b_h, b_h
