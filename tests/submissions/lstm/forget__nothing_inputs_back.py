"""Hands its arguments back.

fails: all
"""


def half_life(f):
    return f


def forget_bias(steps):
    return steps


def chrono_bias(u, T_max):
    return np.tile(u, 4)
