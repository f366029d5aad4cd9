"""The output gate, too, is taken to look at the cell before the step.

fails: same same-fresh
hint: output-gate-sees-the-new-cell
"""


def to_peephole(W_xh, W_hh, b_h):
    nothing = np.zeros(len(W_hh), b_h.dtype)
    return W_xh, W_hh, b_h, nothing, nothing, nothing


def same_as_lstm(cells):
    verdicts = []
    for p_i, p_f, p_o, c_0, T in cells:
        looking = (p_i != 0) | (p_f != 0) | (p_o != 0)
        verdicts.append(bool(not looking.any() or (T == 1 and not c_0[:, looking].any())))
    return verdicts
