"""One constant in the right shape, whatever the arguments are.

fails: all
"""


def readout_every(H, W_hq, b_q):
    return np.ones(H.shape[:2] + b_q.shape, H.dtype)


def readout_last(H, lengths, W_hq, b_q):
    return np.ones((len(H), len(b_q)), H.dtype)
