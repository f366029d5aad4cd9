"""np.split, the backward direction first.

right
"""


def backward(dH, lengths, reverse, through_ahead, through_back):
    ahead, back = np.split(dH, 2, axis=2)
    dX, d_back = through_back(reverse(back, lengths))
    dX = reverse(dX, lengths)
    share, d_ahead = through_ahead(ahead)
    return dX + share, d_ahead, d_back
