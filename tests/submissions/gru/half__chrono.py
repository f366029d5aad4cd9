"""The bias of chrono initialisation, ln(k - 1), which leaves about 0.37.

fails: bias bias-fresh
hint: time-constant
"""


def half_life(b_z):
    return float(np.log(2)) / np.logaddexp(0, -b_z)


def bias_for(steps):
    return np.log(steps - 1)


def window(z, share):
    return np.ceil(np.log(1 - share) / np.log(z)).astype(int)
