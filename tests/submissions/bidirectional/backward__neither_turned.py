"""No reversal at all.

fails: bidirectional-backward-values bidirectional-backward-padded bidirectional-backward-fresh
hint: nothing-reversed
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    h = dH.shape[2] // 2
    dX_ahead, d_ahead = through_ahead(dH[:, :, :h])
    dX_back, d_back = through_back(dH[:, :, h:])
    return dX_ahead + dX_back, d_ahead, d_back
