"""The two biases are joined to one vector of 2h numbers.

fails: rnn-torch-from rnn-torch-from-fresh
hint: biases-side-by-side
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih.T, weight_hh.T, np.concatenate([bias_ih, bias_hh])


def to_torch(W_xh, W_hh, b_h):
    return W_xh.T, W_hh.T, b_h, np.zeros_like(b_h)
