"""Reverses all of dH and takes half of it; a list comes back.

right
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    h = dH.shape[2] // 2
    turned = reverse(dH, lengths)
    one, d_ahead = through_ahead(dH[..., :h])
    other, d_back = through_back(turned[..., h:])
    return [np.sum([one, reverse(other, lengths)], axis=0), d_ahead, d_back]
