"""The gradients in the wrong order.

fails: bidirectional-backward-values bidirectional-backward-padded bidirectional-backward-fresh bidirectional-backward-one-step
hint: weights-exchanged
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    h = dH.shape[2] // 2
    dX_ahead, d_ahead = through_ahead(dH[:, :, :h])
    dX_back, d_back = through_back(reverse(dH[:, :, h:], lengths))
    return dX_ahead + reverse(dX_back, lengths), d_back, d_ahead
