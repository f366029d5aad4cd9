"""The length is taken for the index of the last step; an error where a sequence is full.

fails: lstm-final-values lstm-final-empty lstm-final-fresh lstm-final-nan lstm-final-one
hint: one-late
"""


def final_states(H, C, lengths, h_0, c_0):
    rows = np.arange(len(H))
    return np.where((lengths > 0)[:, None], H[rows, lengths], h_0), np.where(
        (lengths > 0)[:, None], C[rows, lengths], c_0
    )
