"""The time after which 1/e is left, for the half-life.

fails: lstm-forget-half lstm-forget-half-fresh
hint: time-constant-for-half-life
"""


def half_life(f):
    return -1 / np.log(f)


def forget_bias(steps):
    return -np.log(2 ** (1 / steps) - 1)


def chrono_bias(u, T_max):
    b = np.log(1 + u * (T_max - 2))
    return np.concatenate([-b, b, 0 * b, 0 * b])
