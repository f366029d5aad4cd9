"""What came in.

fails: all
"""


def half_life(b_z):
    return b_z


def bias_for(steps):
    return steps


def window(z, share):
    return z
