"""One step each, by a mask.

right
"""


def readout(H, lengths):
    ahead, back = np.split(H, 2, axis=2)
    last = np.arange(H.shape[1]) == lengths[:, None] - 1
    return np.hstack([np.where(last[..., None], ahead, 0).sum(axis=1), back[:, 0]])
