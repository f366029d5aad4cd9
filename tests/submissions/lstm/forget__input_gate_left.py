"""Only the forget gates get a bias.

fails: lstm-forget-chrono lstm-forget-chrono-fresh
hint: input-gate-not-closed
"""


def half_life(f):
    return -np.log(f.dtype.type(2)) / np.log(f)


def forget_bias(steps):
    return -np.log(2 ** (1 / steps) - 1)


def chrono_bias(u, T_max):
    b = np.log(1 + u * (T_max - 2))
    return np.concatenate([0 * b, b, 0 * b, 0 * b])
