"""The cell moves towards the candidate by a fraction i; results filled into one buffer.

right
"""


def coupled_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    W, row = np.vstack([W_xh, W_hh]), np.hstack([x_t, h_prev])
    i, g, o = (row @ part + b for part, b in zip(np.split(W, 3, axis=1), np.split(b_h, 3)))
    c_t = c_prev + sigmoid(i) * (np.tanh(g) - c_prev)
    return np.tanh(c_t) * sigmoid(o), c_t


def coupled_gradients(i, g, o, c_prev, c_t, dh_t, dc_t):
    n, h = i.shape
    da_t = np.empty((n, 3 * h), i.dtype)
    dc = dh_t * o * (1 - np.tanh(c_t) ** 2) + dc_t
    da_t[:, :h] = dc * i * (1 - i) * (g - c_prev)
    da_t[:, h : 2 * h] = dc * i * (1 - g * g)
    da_t[:, 2 * h :] = dh_t * np.tanh(c_t) * o * (1 - o)
    return da_t, dc - dc * i
