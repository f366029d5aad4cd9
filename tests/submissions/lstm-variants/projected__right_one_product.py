"""Input, state and a one in one row; the projection by einsum.

right
"""


def projected_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp):
    row = np.hstack([x_t, h_prev, np.ones_like(x_t[:, :1])])
    a = (row @ np.vstack([W_xh, W_hh, b_h])).reshape(len(x_t), 4, -1)
    gates = sigmoid(a)
    c_t = gates[:, 1] * c_prev + gates[:, 0] * np.tanh(a[:, 2])
    return np.einsum("nh,nh,hp->np", gates[:, 3], np.tanh(c_t), W_hp), c_t


def projected_shapes(n, d, h, p):
    parameters = [(rows, 4 * h) for rows in (d, p)]
    return (*parameters, (4 * h,), (h, p), *((n, width) for width in (p, h)))
