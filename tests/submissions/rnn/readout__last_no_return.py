"""Assigns the output and returns nothing.

fails: rnn-readout-last rnn-readout-last-full rnn-readout-last-fresh
hint: returns-nothing
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    last = H[np.arange(len(H)), lengths - 1]
    O = last @ W_hq + b_q
