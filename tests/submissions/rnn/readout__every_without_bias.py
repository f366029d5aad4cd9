"""The output of every step lacks its bias.

fails: rnn-readout-every rnn-readout-every-fresh
hint: readout-bias-forgotten
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq


def readout_last(H, lengths, W_hq, b_q):
    rows = np.arange(len(H))
    return H[rows, lengths - 1] @ W_hq + b_q
