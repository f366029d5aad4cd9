"""Entry by entry into new arrays; on the way back the second bias gets everything.

right
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    h, d = weight_ih.shape
    W_xh, W_hh = np.empty((d, h), weight_ih.dtype), np.empty((h, h), weight_hh.dtype)
    for unit in range(h):
        W_xh[:, unit] = weight_ih[unit]
        W_hh[:, unit] = weight_hh[unit]
    b_h = bias_ih.copy()
    b_h += bias_hh
    return W_xh, W_hh, b_h


def to_torch(W_xh, W_hh, b_h):
    return np.column_stack(list(W_xh)), np.column_stack(list(W_hh)), 0 * b_h, b_h
