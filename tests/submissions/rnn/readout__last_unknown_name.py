"""Takes n for the batch size without reading it from a shape.

fails: rnn-readout-last rnn-readout-last-full rnn-readout-last-fresh
hint: raised
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    return H[np.arange(n), lengths - 1] @ W_hq + b_q
