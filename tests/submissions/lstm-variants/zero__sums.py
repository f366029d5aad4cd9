"""Peepholes are taken for zero where they add up to zero.

fails: same same-fresh
hint: peepholes-that-cancel
"""


def to_peephole(W_xh, W_hh, b_h):
    nothing = np.zeros(len(W_hh), b_h.dtype)
    return W_xh, W_hh, b_h, nothing, nothing, nothing


def same_as_lstm(cells):
    verdicts = []
    for p_i, p_f, p_o, c_0, T in cells:
        looking = (p_i != 0) | (p_f != 0)
        unseen = (p_i.sum() == 0 and p_f.sum() == 0) or (T == 1 and not c_0[:, looking].any())
        verdicts.append(bool(unseen and p_o.sum() == 0))
    return verdicts
