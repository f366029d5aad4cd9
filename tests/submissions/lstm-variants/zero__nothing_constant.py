"""One constant in the right shapes; every cell is like the LSTM.

fails: all
"""


def to_peephole(W_xh, W_hh, b_h):
    peepholes = (np.full(len(W_hh), 0.3, b_h.dtype),) * 3
    return *(np.full_like(array, 0.3) for array in (W_xh, W_hh, b_h)), *peepholes


def same_as_lstm(cells):
    return [True] * len(cells)
