"""One number.

fails: all
"""


def to_layout(W_xh, W_hh, b_h, layout):
    return np.full_like(W_xh, 0.3), np.full_like(W_hh, 0.3), np.full_like(b_h, 0.3)


def from_layout(arrays, layout):
    return tuple(np.full_like(array, 0.3) for array in arrays)
