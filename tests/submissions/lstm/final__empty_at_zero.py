"""An empty sequence ends at zero.

fails: lstm-final-empty
hint: empty-ends-at-zero
"""


def final_states(H, C, lengths, h_0, c_0):
    rows, real = np.arange(len(H)), (lengths > 0)[:, None]
    return np.where(real, H[rows, lengths - 1], 0), np.where(real, C[rows, lengths - 1], 0)
