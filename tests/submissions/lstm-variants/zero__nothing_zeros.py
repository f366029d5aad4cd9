"""Zeros of the right shapes; no cell is like the LSTM.

fails: all
"""


def to_peephole(W_xh, W_hh, b_h):
    nothing = np.zeros(len(W_hh), b_h.dtype)
    return np.zeros_like(W_xh), np.zeros_like(W_hh), np.zeros_like(b_h), nothing, nothing, nothing


def same_as_lstm(cells):
    return [False] * len(cells)
