"""Zeros in the right shapes.

fails: all
"""


def half_life(b_z):
    return np.zeros_like(b_z)


def bias_for(steps):
    return np.zeros_like(steps)


def window(z, share):
    return np.zeros(len(z), dtype=int)
