"""The final cell is read off the outputs.

fails: lstm-final-values lstm-final-empty lstm-final-fresh lstm-final-nan lstm-final-one
hint: output-for-the-cell
"""


def final_states(H, C, lengths, h_0, c_0):
    last = np.where((lengths > 0)[:, None], H[np.arange(len(H)), lengths - 1], h_0)
    return last, last
