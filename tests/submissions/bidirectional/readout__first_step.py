"""Both halves at step 0.

fails: bidirectional-readout-values bidirectional-readout-full bidirectional-readout-fresh
hint: all-at-the-first-step
"""


def readout(H, lengths):
    return H[:, 0]
