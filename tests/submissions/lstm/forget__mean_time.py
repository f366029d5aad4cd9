"""The mean time that a number stays, for the half-life.

fails: lstm-forget-half lstm-forget-half-fresh
hint: mean-time-for-half-life
"""


def half_life(f):
    return 1 / (1 - f)


def forget_bias(steps):
    return -np.log(2 ** (1 / steps) - 1)


def chrono_bias(u, T_max):
    b = np.log(1 + u * (T_max - 2))
    return np.concatenate([-b, b, 0 * b, 0 * b])
