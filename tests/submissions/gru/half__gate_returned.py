"""The gate is returned where its bias is wanted.

fails: bias bias-fresh
hint: gate-for-bias
"""


def half_life(b_z):
    return float(np.log(2)) / np.logaddexp(0, -b_z)


def bias_for(steps):
    z = 2 ** (-1 / steps)
    return z


def window(z, share):
    return np.ceil(np.log(1 - share) / np.log(z)).astype(int)
