"""Hands its arguments back.

fails: all
"""


def to_peephole(W_xh, W_hh, b_h):
    return W_xh, W_hh, b_h


def same_as_lstm(cells):
    return cells
