"""A constant.

fails: all
"""


def half_life(b_z):
    return np.full_like(b_z, 3)


def bias_for(steps):
    return np.full_like(steps, 3)


def window(z, share):
    return np.full(len(z), 3)
