"""The mean of the real steps.

fails: bidirectional-readout-values bidirectional-readout-full bidirectional-readout-fresh
hint: averaged-over-steps
"""


def readout(H, lengths):
    real = (np.arange(H.shape[1]) < lengths[:, None])[..., None]
    return np.where(real, H, 0).sum(axis=1) / lengths[:, None].astype(H.dtype)
