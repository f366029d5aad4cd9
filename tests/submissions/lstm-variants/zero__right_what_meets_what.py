"""Products of what looks and what is there; zeros made from the bias itself.

right
"""


def to_peephole(W_xh, W_hh, b_h):
    h = W_xh.shape[1] // 4
    return W_xh, W_hh, b_h, 0 * b_h[:h], 0 * b_h[:h], 0 * b_h[:h]


def same_as_lstm(cells):
    def differs(p_i, p_f, p_o, c_0, T):
        if np.count_nonzero(p_o):
            return True
        held = np.ones_like(c_0) if T > 1 else c_0
        return np.count_nonzero(p_i * held) + np.count_nonzero(p_f * held) > 0

    return [not differs(*cell) for cell in cells]
