"""One product of the joined vectors with the joined matrices.

right
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    joined = np.concatenate([x_t, h_prev], axis=1)
    weights = np.concatenate([W_xh, W_hh], axis=0)
    return np.tanh(joined @ weights + b_h)
