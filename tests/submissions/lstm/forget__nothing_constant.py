"""A constant.

fails: all
"""


def half_life(f):
    return 0 * f + 0.3


def forget_bias(steps):
    return 0 * steps + 0.3


def chrono_bias(u, T_max):
    return np.full(4 * len(u), 0.3, u.dtype)
