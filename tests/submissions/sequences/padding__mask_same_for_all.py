"""All rows end with the longest.

fails: mask mask-fresh
hint: longest-mask-for-all
"""


def mask_of(lengths, T):
    mask = np.zeros((len(lengths), T), bool)
    mask[:, : lengths.max()] = True
    return mask


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((len(sequences), lengths.max()), padding)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, lengths
