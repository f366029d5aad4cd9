"""output[:, -1].

fails: bidirectional-readout-values bidirectional-readout-full bidirectional-readout-fresh
hint: last-place-of-the-box
"""


def readout(H, lengths):
    return H[:, -1]
