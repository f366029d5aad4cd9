"""The output gate's peephole is paired with the cell before the step.

fails: back back-fresh back-start
hint: output-peephole-by-the-old-cell
"""


def peephole_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_i, p_f, p_o):
    a_i, a_f, a_g, a_o = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    i, f = sigmoid(a_i + p_i * c_prev), sigmoid(a_f + p_f * c_prev)
    c_t = f * c_prev + i * np.tanh(a_g)
    return sigmoid(a_o + p_o * c_t) * np.tanh(c_t), c_t


def peephole_gradients(i, f, g, o, c_prev, c_t, p_i, p_f, p_o, dh_t, dc_t):
    tanh_c = np.tanh(c_t)
    da_o = dh_t * tanh_c * o * (1 - o)
    dc = dc_t + dh_t * o * (1 - tanh_c**2) + da_o * p_o
    da_i, da_f = dc * g * i * (1 - i), dc * c_prev * f * (1 - f)
    dc_prev = dc * f + da_i * p_i + da_f * p_f
    return (da_i * c_prev).sum(0), (da_f * c_prev).sum(0), (da_o * c_prev).sum(0), dc_prev
