"""Turns the box.

fails: bidirectional-backward-padded bidirectional-backward-fresh
hint: whole-box-turned
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    h = dH.shape[2] // 2
    dX_ahead, d_ahead = through_ahead(dH[:, :, :h])
    dX_back, d_back = through_back(dH[:, ::-1, h:])
    return dX_ahead + dX_back[:, ::-1], d_ahead, d_back
