"""The end of the box for the forward half.

fails: bidirectional-readout-values bidirectional-readout-fresh
hint: lengths-not-used
"""


def readout(H, lengths):
    h = H.shape[2] // 2
    return np.concatenate([H[:, -1, :h], H[:, 0, h:]], axis=1)
