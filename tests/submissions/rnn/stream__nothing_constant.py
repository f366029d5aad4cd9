"""One constant in the right shape, whatever the arguments are.

fails: all
"""


def stream(chunks, h_0, forward):
    T = sum(chunk.shape[1] for chunk in chunks)
    return np.full((len(h_0), T, h_0.shape[1]), -0.25, h_0.dtype), np.full_like(h_0, -0.25)
