"""The last place of the box for everyone.

fails: lstm-final-values lstm-final-empty lstm-final-fresh lstm-final-nan
hint: last-place
"""


def final_states(H, C, lengths, h_0, c_0):
    return H[:, -1], C[:, -1]
