"""What came in.

fails: all
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    return dH, lengths, dH
