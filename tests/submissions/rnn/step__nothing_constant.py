"""One constant in the right shape, whatever the arguments are.

fails: all
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.full_like(h_prev, 0.5)
