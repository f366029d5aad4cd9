"""One constant in the right shapes.

fails: all
"""


def projected_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp):
    return np.full_like(h_prev, 0.3), np.full_like(c_prev, 0.3)


def projected_shapes(n, d, h, p):
    return (3, 20), (2, 20), (20,), (5, 2), (4, 3), (4, 6)
