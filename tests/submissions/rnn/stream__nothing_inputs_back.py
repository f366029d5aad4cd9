"""Hands its arguments back.

fails: all
"""


def stream(chunks, h_0, forward):
    return np.concatenate(chunks, axis=1), h_0
