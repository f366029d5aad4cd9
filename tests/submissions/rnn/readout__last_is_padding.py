"""The last step of the box is read, which is padding for short sequences.

fails: rnn-readout-last rnn-readout-last-fresh
hint: readout-reads-padding
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    return H[:, -1] @ W_hq + b_q
