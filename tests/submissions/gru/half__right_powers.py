"""Powers of two and logarithms to base 2.

right
"""


def half_life(b_z):
    return 1 / np.logaddexp2(0, -b_z * float(np.log2(np.e)))


def bias_for(steps):
    return -np.log(2 ** (1 / steps) - 1)


def window(z, share):
    w = np.arange(1, 5000)[:, None]
    return 1 + (1 - z**w < share).sum(axis=0)
