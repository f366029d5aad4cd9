"""The mean over the steps is read out, once a sequence.

fails: rnn-readout-every rnn-readout-every-fresh
hint: readout-averaged
"""


def readout_every(H, W_hq, b_q):
    return H.mean(axis=1) @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    rows = np.arange(len(H))
    return H[rows, lengths - 1] @ W_hq + b_q
