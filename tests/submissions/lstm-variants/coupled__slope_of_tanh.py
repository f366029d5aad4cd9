"""The gate goes back by the slope of tanh, as the candidate does.

fails: back back-fresh
hint: slope-of-another-function
"""


def coupled_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    a_i, a_g, a_o = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 3, axis=1)
    i, g, o = sigmoid(a_i), np.tanh(a_g), sigmoid(a_o)
    c_t = (1 - i) * c_prev + i * g
    return o * np.tanh(c_t), c_t


def coupled_gradients(i, g, o, c_prev, c_t, dh_t, dc_t):
    y = np.tanh(c_t)
    dc = dc_t + dh_t * o * (1 - y**2)
    di = dc * (g - c_prev)
    da_t = np.concatenate([di * (1 - i**2), dc * i * (1 - g**2), dh_t * y * o * (1 - o)], axis=1)
    return da_t, dc * (1 - i)
