"""Axes exchanged by einsum; a second bias of any size, taken off the first.

right
"""


def from_torch(w_ih, w_hh, b_ih, b_hh):
    flip = lambda w: np.einsum("ij->ji", w)
    return flip(w_ih), flip(w_hh), b_hh + b_ih


def to_torch(W_xh, W_hh, b_h):
    extra = np.ones_like(b_h)
    return np.einsum("ij->ji", W_xh), np.einsum("ij->ji", W_hh), b_h - extra, extra
