"""Many-to-one where many-to-many is asked for.

fails: rnn-readout-every rnn-readout-every-fresh
hint: readout-last-only
"""


def readout_every(H, W_hq, b_q):
    return H[:, -1] @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    rows = np.arange(len(H))
    return H[rows, lengths - 1] @ W_hq + b_q
