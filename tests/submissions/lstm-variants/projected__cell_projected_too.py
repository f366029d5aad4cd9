"""The cell is projected as the output is.

fails: step step-fresh step-start
hint: cell-projected-too
"""


def projected_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, W_hp):
    a_i, a_f, a_g, a_o = np.split(x_t @ W_xh + h_prev @ W_hh + b_h, 4, axis=1)
    c_t = sigmoid(a_f) * c_prev + sigmoid(a_i) * np.tanh(a_g)
    m_t = sigmoid(a_o) * np.tanh(c_t)
    return m_t @ W_hp, c_t @ W_hp


def projected_shapes(n, d, h, p):
    return (d, 4 * h), (p, 4 * h), (4 * h,), (h, p), (n, p), (n, h)
