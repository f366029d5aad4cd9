"""The steps in the column.

fails: mask mask-fresh
hint: mask-time-first
"""


def mask_of(lengths, T):
    return np.arange(T)[:, None] < lengths


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((len(sequences), lengths.max()), padding)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, lengths
