"""Peepholes as diagonal matrices; all gradients of pre-activations in one dictionary.

right
"""


def peephole_step(x_t, h_prev, c_prev, W_xh, W_hh, b_h, p_i, p_f, p_o):
    h = h_prev.shape[1]
    a = x_t @ W_xh + h_prev @ W_hh + b_h
    looks = np.concatenate([np.diag(p_i), np.diag(p_f)], axis=1)
    gates = 1 / (1 + np.exp(-(a[:, : 2 * h] + c_prev @ looks)))
    new = gates[:, h:] * c_prev + gates[:, :h] * np.tanh(a[:, 2 * h : 3 * h])
    show = 1 / (1 + np.exp(-(a[:, 3 * h :] + new @ np.diag(p_o))))
    return show * np.tanh(new), new


def peephole_gradients(i, f, g, o, c_prev, c_t, p_i, p_f, p_o, dh_t, dc_t):
    back = {}
    back["o"] = dh_t * np.tanh(c_t) * o * (1 - o)
    into_c = sum([dc_t, dh_t * o / np.cosh(c_t) ** 2, back["o"] * p_o])
    back["f"] = into_c * c_prev * f * (1 - f)
    back["i"] = into_c * g * i * (1 - i)
    ways = [into_c * f, back["i"] * p_i, back["f"] * p_f]
    met = {"i": c_prev, "f": c_prev, "o": c_t}
    return *(np.einsum("nh,nh->h", back[gate], met[gate]) for gate in "ifo"), sum(ways)
