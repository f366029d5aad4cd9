"""Logarithms to the base 2; the bias by expm1; blocks written into an array.

right
"""


def half_life(f):
    return -1 / np.log2(f)


def forget_bias(steps):
    return -np.log(np.expm1(float(np.log(2)) / steps))


def chrono_bias(u, T_max):
    h = len(u)
    b_h = np.zeros(4 * h, u.dtype)
    b_h[h : 2 * h] = np.log1p(u * (T_max - 2))
    b_h[:h] = -b_h[h : 2 * h]
    return b_h
