"""Turns the lengths into indices in place, in the caller's array.

fails: rnn-readout-last rnn-readout-last-full rnn-readout-last-fresh
hint: argument-changed
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    lengths -= 1
    return H[np.arange(len(H)), lengths] @ W_hq + b_q
