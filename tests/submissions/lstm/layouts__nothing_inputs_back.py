"""Hands the arrays back, which is right for Keras.

fails: all
"""


def to_layout(W_xh, W_hh, b_h, layout):
    return W_xh, W_hh, b_h


def from_layout(arrays, layout):
    return tuple(arrays)
