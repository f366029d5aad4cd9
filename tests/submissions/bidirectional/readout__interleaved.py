"""Every other unit.

fails: bidirectional-readout-values bidirectional-readout-full bidirectional-readout-fresh
hint: halves-interleaved
"""


def readout(H, lengths):
    return np.concatenate([H[np.arange(len(H)), lengths - 1, ::2], H[:, 0, 1::2]], axis=1)
