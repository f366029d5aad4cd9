"""The mean of a sequence's real states is read instead of the last.

fails: rnn-readout-last rnn-readout-last-full rnn-readout-last-fresh
hint: readout-mean
"""


def readout_every(H, W_hq, b_q):
    return H @ W_hq + b_q


def readout_last(H, lengths, W_hq, b_q):
    pooled = np.stack([H[i, :k].mean(axis=0) for i, k in enumerate(lengths)])
    return pooled @ W_hq + b_q
