"""The half-life of a unit that keeps 1 - z.

fails: life life-extreme
hint: update-gate-turned
"""


def half_life(b_z):
    return float(np.log(2)) / np.logaddexp(0, b_z)


def bias_for(steps):
    z = 2 ** (-1 / steps)
    return np.log(z / (1 - z))


def window(z, share):
    return np.ceil(np.log(1 - share) / np.log(z)).astype(int)
