"""A loop over the sequences, in which everything is a vector.

right
"""


def peephole_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_i, p_f, p_o):
    h = len(p_i)
    shown, held = np.empty_like(h_prev), np.empty_like(c_prev)
    for k in range(len(x_t)):
        a = W_xh.T @ x_t[k] + W_hh.T @ h_prev[k] + b_h
        i = sigmoid(a[:h] + p_i * c_prev[k])
        f = sigmoid(a[h : 2 * h] + p_f * c_prev[k])
        held[k] = f * c_prev[k] + i * np.tanh(a[2 * h : 3 * h])
        shown[k] = sigmoid(a[3 * h :] + p_o * held[k]) * np.tanh(held[k])
    return shown, held


def peephole_gradients(i, f, g, o, c_prev, c_t, p_i, p_f, p_o, dh_t, dc_t):
    dp_i, dp_f, dp_o, dc_prev = (
        np.zeros_like(p_i),
        np.zeros_like(p_f),
        np.zeros_like(p_o),
        np.empty_like(c_prev),
    )
    for k in range(len(i)):
        y = np.tanh(c_t[k])
        da_o = dh_t[k] * y * o[k] * (1 - o[k])
        dc = dc_t[k] + dh_t[k] * o[k] * (1 - y * y) + da_o * p_o
        da_i = dc * g[k] * i[k] * (1 - i[k])
        da_f = dc * c_prev[k] * f[k] * (1 - f[k])
        dp_i += da_i * c_prev[k]
        dp_f += da_f * c_prev[k]
        dp_o += da_o * c_t[k]
        dc_prev[k] = dc * f[k] + da_i * p_i + da_f * p_f
    return dp_i, dp_f, dp_o, dc_prev
