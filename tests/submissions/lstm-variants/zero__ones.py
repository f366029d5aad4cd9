"""Ones, as if the peepholes multiplied something that should stay.

fails: convert convert-fresh
hint: ones-for-nothing
"""


def to_peephole(W_xh, W_hh, b_h):
    nothing = np.ones(len(W_hh), b_h.dtype)
    return W_xh, W_hh, b_h, nothing, nothing, nothing


def same_as_lstm(cells):
    verdicts = []
    for p_i, p_f, p_o, c_0, T in cells:
        looking = (p_i != 0) | (p_f != 0)
        unseen = not looking.any() or (T == 1 and not c_0[:, looking].any())
        verdicts.append(bool(unseen and not p_o.any()))
    return verdicts
