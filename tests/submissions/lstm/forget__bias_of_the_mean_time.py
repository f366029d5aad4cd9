"""The bias of chrono initialisation where a half-life's is wanted.

fails: lstm-forget-bias lstm-forget-bias-fresh
hint: bias-for-mean-time
"""


def half_life(f):
    return -np.log(f.dtype.type(2)) / np.log(f)


def forget_bias(steps):
    return np.log(np.maximum(steps - 1, 1e-300))


def chrono_bias(u, T_max):
    b = np.log(1 + u * (T_max - 2))
    return np.concatenate([-b, b, 0 * b, 0 * b])
