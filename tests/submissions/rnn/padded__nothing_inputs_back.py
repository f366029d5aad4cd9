"""Hands its arguments back.

fails: all
"""


def forward_padded(X, lengths, h_0, step):
    return X, h_0
