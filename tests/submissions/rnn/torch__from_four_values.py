"""Both biases are handed on: four arrays instead of three.

fails: rnn-torch-from rnn-torch-from-fresh
hint: four-for-three
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, bias_ih, bias_hh


def to_torch(W_xh, W_hh, b_h):
    return W_xh.T, W_hh.T, b_h, np.zeros_like(b_h)
