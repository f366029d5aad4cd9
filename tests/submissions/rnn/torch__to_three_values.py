"""One bias comes in, so one goes out: three arrays instead of four.

fails: rnn-torch-to rnn-torch-to-fresh
hint: one-bias-back
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, bias_ih + bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh.T, W_hh.T, b_h
