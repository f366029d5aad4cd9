"""Hands its arguments back.

fails: all
"""


def from_torch(weight_ih, weight_hh, bias_ih, bias_hh):
    return weight_ih, weight_hh, bias_ih


def to_torch(W_xh, W_hh, b_h):
    return W_xh, W_hh, b_h, b_h
