"""A constant.

fails: all
"""


def final_states(H, C, lengths, h_0, c_0):
    return np.full_like(h_0, 0.3), np.full_like(c_0, 0.3)
