"""Empty words, and no twice.

fails: all
"""


def detect(H, run):
    return ["", ""]


def tellable(W_xh, W_hh, b_h, b_hg):
    return False, False
