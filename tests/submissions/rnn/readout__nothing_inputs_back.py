"""Hands its arguments back.

fails: all
"""


def readout_every(H, W_hq, b_q):
    return H


def readout_last(H, lengths, W_hq, b_q):
    return H[:, -1]
