"""Hands input and state back.

fails: all
"""


def forward(X, W_xh, W_hh, b_h, state, step):
    h, c = state or (X[:, 0], X[:, -1])
    return X, h, c
