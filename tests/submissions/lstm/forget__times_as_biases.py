"""The times themselves, without the logarithm.

fails: lstm-forget-chrono lstm-forget-chrono-fresh
hint: times-not-logged
"""


def half_life(f):
    return -np.log(f.dtype.type(2)) / np.log(f)


def forget_bias(steps):
    return -np.log(2 ** (1 / steps) - 1)


def chrono_bias(u, T_max):
    b = 1 + u * (T_max - 2)
    return np.concatenate([-b, b, 0 * b, 0 * b])
