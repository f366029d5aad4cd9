"""The right states, and no bias.

fails: rnn-readout-last rnn-readout-last-full rnn-readout-last-fresh
hint: readout-last-bias-forgotten
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    return H[np.arange(len(H)), lengths - 1] @ W_hq
