"""All columns for both.

fails: bidirectional-backward-values bidirectional-backward-padded bidirectional-backward-fresh bidirectional-backward-one-step
hint: whole-gradient-to-both
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    dX_ahead, d_ahead = through_ahead(dH)
    dX_back, d_back = through_back(reverse(dH, lengths))
    return dX_ahead + reverse(dX_back, lengths), d_ahead, d_back
