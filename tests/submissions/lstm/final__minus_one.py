"""A length of 0 makes the index -1, which is the last place.

fails: lstm-final-empty
hint: empty-ends-at-the-end
"""


def final_states(H, C, lengths, h_0, c_0):
    rows = np.arange(len(H))
    return H[rows, lengths - 1], C[rows, lengths - 1]
