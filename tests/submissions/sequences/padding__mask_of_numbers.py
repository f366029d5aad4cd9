"""Ones and zeros, which are no truth values.

fails: mask mask-fresh
hint: wrong-dtype
"""


def mask_of(lengths, T):
    mask = np.zeros((len(lengths), T), int)
    for row, length in zip(mask, lengths):
        row[:length] = 1
    return mask


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((len(sequences), lengths.max()), padding)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, lengths
