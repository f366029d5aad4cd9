"""The halves exchanged.

fails: bidirectional-readout-values bidirectional-readout-full bidirectional-readout-fresh
hint: halves-exchanged
"""


def readout(H, lengths):
    h = H.shape[2] // 2
    return np.concatenate([H[:, 0, h:], H[np.arange(len(H)), lengths - 1, :h]], axis=1)
