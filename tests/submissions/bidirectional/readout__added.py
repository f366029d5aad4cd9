"""The sum of the two.

fails: bidirectional-readout-values bidirectional-readout-full bidirectional-readout-fresh
hint: halves-added
"""


def readout(H, lengths):
    h = H.shape[2] // 2
    return H[np.arange(len(H)), lengths - 1, :h] + H[:, 0, h:]
