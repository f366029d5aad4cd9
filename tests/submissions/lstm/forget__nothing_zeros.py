"""Zeros.

fails: all
"""


def half_life(f):
    return 0 * f


def forget_bias(steps):
    return 0 * steps


def chrono_bias(u, T_max):
    return np.zeros(4 * len(u), u.dtype)
