"""The inputs after which the forgotten part has sunk to the share.

fails: window window-fresh
hint: share-that-is-missing
"""


def half_life(b_z):
    return float(np.log(2)) / np.logaddexp(0, -b_z)


def bias_for(steps):
    z = 2 ** (-1 / steps)
    return np.log(z / (1 - z))


def window(z, share):
    return np.ceil(np.log(share) / np.log(z)).astype(int)
