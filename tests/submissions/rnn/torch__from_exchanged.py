"""The input's matrix and the state's have changed places.

fails: rnn-torch-from rnn-torch-from-fresh
hint: matrices-exchanged
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_hh.T, weight_ih.T, bias_ih + bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh.T, W_hh.T, b_h, np.zeros_like(b_h)
