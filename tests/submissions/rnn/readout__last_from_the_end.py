"""A negative length is the index, which counts back from the end of the box.

fails: rnn-readout-last rnn-readout-last-full rnn-readout-last-fresh
hint: readout-counts-from-the-end
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    return H[np.arange(len(H)), -lengths] @ W_hq + b_q
