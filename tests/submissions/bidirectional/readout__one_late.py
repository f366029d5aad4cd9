"""Behind the last step.

fails: bidirectional-readout-values bidirectional-readout-full bidirectional-readout-fresh
hint: forward-one-late
"""


def readout(H, lengths):
    h = H.shape[2] // 2
    return np.concatenate([H[np.arange(len(H)), lengths, :h], H[:, 0, h:]], axis=1)
