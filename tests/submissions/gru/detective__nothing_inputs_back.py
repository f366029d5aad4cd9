"""What came in.

fails: all
"""


def detect(H, run):
    return H


def tellable(W_xh, W_hh, b_h, b_hg):
    return W_xh, W_hh
