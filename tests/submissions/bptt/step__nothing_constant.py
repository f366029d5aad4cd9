"""One constant in the right shapes.

fails: all
"""


def step_backward(x_t, h_prev, h_t, W_xh, W_hh, dh_t):
    like = (h_t, x_t, h_prev, W_xh, W_hh, W_hh[0])
    return tuple(np.full_like(array, 0.2) for array in like)
