"""dH goes in as it stands.

fails: bidirectional-backward-values bidirectional-backward-padded bidirectional-backward-fresh
hint: gradient-in-not-reversed
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    h = dH.shape[2] // 2
    dX_ahead, d_ahead = through_ahead(dH[:, :, :h])
    dX_back, d_back = through_back(dH[:, :, h:])
    return dX_ahead + reverse(dX_back, lengths), d_ahead, d_back
