"""A slice beside the lengths.

fails: bidirectional-readout-values bidirectional-readout-full bidirectional-readout-fresh
hint: lengths-not-paired
"""


def readout(H, lengths):
    h = H.shape[2] // 2
    return np.concatenate([H[:, lengths - 1, :h], H[:, 0, h:]], axis=1)
