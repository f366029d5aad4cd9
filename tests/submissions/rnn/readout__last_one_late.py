"""The length itself is the index: one step too late.

fails: rnn-readout-last rnn-readout-last-full rnn-readout-last-fresh
hint: readout-one-step-late
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    return H[np.arange(len(H)), lengths] @ W_hq + b_q
