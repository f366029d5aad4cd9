"""Even and odd columns.

fails: bidirectional-backward-values bidirectional-backward-padded bidirectional-backward-fresh bidirectional-backward-one-step
hint: every-other-unit
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    dX_ahead, d_ahead = through_ahead(dH[:, :, ::2])
    dX_back, d_back = through_back(reverse(dH[:, :, 1::2], lengths))
    return dX_ahead + reverse(dX_back, lengths), d_ahead, d_back
