"""Sequences and steps are laid in one heap of rows and left there.

fails: rnn-readout-every rnn-readout-every-fresh
hint: readout-steps-in-one-heap
"""


def readout_every(H, W_hq, b_q):
    return H.reshape(-1, H.shape[-1]) @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    rows = np.arange(len(H))
    return H[rows, lengths - 1] @ W_hq + b_q
