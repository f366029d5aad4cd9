"""What came in.

fails: all
"""


def forward(X, lengths, h_0, step):
    return X, h_0
