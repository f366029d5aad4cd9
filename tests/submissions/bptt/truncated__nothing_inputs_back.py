"""Hands its arguments back.

fails: all
"""


def truncated(X, dH, h_0, k, forward, backward):
    return X, dH, h_0, h_0
