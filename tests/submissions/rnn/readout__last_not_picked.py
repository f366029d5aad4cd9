"""An output for every step, and none is picked.

fails: rnn-readout-last rnn-readout-last-full rnn-readout-last-fresh
hint: readout-of-every-step
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    return H @ W_hq + b_q
