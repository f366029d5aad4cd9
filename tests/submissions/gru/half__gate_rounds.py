"""The gate first and its logarithm then; right until the gate rounds to 1 or to 0.

fails: life-extreme
hint: gate-rounds-to-one
"""


def half_life(b_z):
    return np.log(0.5) / np.log(sigmoid(b_z))


def bias_for(steps):
    z = 2 ** (-1 / steps)
    return np.log(z / (1 - z))


def window(z, share):
    return np.ceil(np.log(1 - share) / np.log(z)).astype(int)
