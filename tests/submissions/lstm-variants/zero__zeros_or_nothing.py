"""Peepholes of zero are taken for the only case.

fails: same same-fresh
hint: first-step-forgotten
"""


def to_peephole(W_xh, W_hh, b_h):
    nothing = np.zeros(len(W_hh), b_h.dtype)
    return W_xh, W_hh, b_h, nothing, nothing, nothing


def same_as_lstm(cells):
    return [not (p_i.any() or p_f.any() or p_o.any()) for p_i, p_f, p_o, c_0, T in cells]
