"""Probabilities instead of logits.

fails: rnn-readout-every rnn-readout-every-fresh
hint: readout-softmax
"""


def readout_every(H, W_hq, b_q):
    e = np.exp(H @ W_hq + b_q)
    return e / e.sum(axis=-1, keepdims=True)


def readout_last(H, lengths, W_hq, b_q):
    rows = np.arange(len(H))
    return H[rows, lengths - 1] @ W_hq + b_q
