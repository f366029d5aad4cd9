"""Both halves at the last real step.

fails: bidirectional-readout-values bidirectional-readout-full bidirectional-readout-fresh
hint: readout-trap
"""


def readout(H, lengths):
    return H[np.arange(len(H)), lengths - 1]
