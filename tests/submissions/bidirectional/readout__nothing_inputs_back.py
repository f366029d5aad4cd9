"""What came in.

fails: all
"""


def readout(H, lengths):
    return H
