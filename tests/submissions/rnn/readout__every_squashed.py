"""A tanh follows the output layer, as it follows the cell.

fails: rnn-readout-every rnn-readout-every-fresh
hint: readout-squashed
"""


def readout_every(H, W_hq, b_q):
    return np.tanh(H @ W_hq + b_q)


def readout_last(H, lengths, W_hq, b_q):
    rows = np.arange(len(H))
    return H[rows, lengths - 1] @ W_hq + b_q
