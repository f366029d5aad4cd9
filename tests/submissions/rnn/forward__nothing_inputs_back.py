"""Hands its arguments back.

fails: all
"""


def forward(X, h_0, step):
    return X, h_0
