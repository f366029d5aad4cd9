"""What came in.

fails: all
"""


def merge(H_ahead, H_back, how):
    return H_ahead


def merge_backward(dH, how):
    return dH, how
