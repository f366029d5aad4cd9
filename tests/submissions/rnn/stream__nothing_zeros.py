"""Zeros of the right shape, whatever the arguments are.

fails: all
"""


def stream(chunks, h_0, forward):
    T = sum(chunk.shape[1] for chunk in chunks)
    return np.zeros((len(h_0), T, h_0.shape[1]), h_0.dtype), np.zeros_like(h_0)
