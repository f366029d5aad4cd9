"""Always the same.

fails: all
"""


def detect(H, run):
    return ["cannot tell", "cannot tell"]


def tellable(W_xh, W_hh, b_h, b_hg):
    return True, True
