"""Fills an array from np.zeros, which is float64 whatever comes in.

fails: rnn-readout-every-fresh
hint: wrong-dtype
"""


def readout_every(H, W_hq, b_q):
    O = np.zeros(H.shape[:2] + b_q.shape)
    for t in range(H.shape[1]):
        O[:, t] = H[:, t] @ W_hq + b_q
    return O


def readout_last(H, lengths, W_hq, b_q):
    rows = np.arange(len(H))
    return H[rows, lengths - 1] @ W_hq + b_q
