"""A loop over sequences and steps; lists of rows.

right
"""


def readout_every(H, W_hq, b_q):
    return np.array([[h @ W_hq + b_q for h in sequence] for sequence in H])


def readout_last(H, lengths, W_hq, b_q):
    last = [sequence[k - 1] for sequence, k in zip(H, lengths)]
    return np.array(last) @ W_hq + b_q
