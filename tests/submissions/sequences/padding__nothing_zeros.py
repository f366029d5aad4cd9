"""Zeros in the right shapes.

fails: all
"""


def pad(sequences, padding):
    return np.zeros((len(sequences), max(map(len, sequences))), int), np.zeros(len(sequences), int)


def mask_of(lengths, T):
    return np.zeros((len(lengths), T), bool)
