"""Ones and True.

fails: all
"""


def pad(sequences, padding):
    return np.ones((len(sequences), max(map(len, sequences))), int), np.ones(len(sequences), int)


def mask_of(lengths, T):
    return np.ones((len(lengths), T), bool)
