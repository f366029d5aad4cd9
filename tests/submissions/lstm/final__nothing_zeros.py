"""Zeros.

fails: all
"""


def final_states(H, C, lengths, h_0, c_0):
    return np.zeros_like(h_0), np.zeros_like(c_0)
