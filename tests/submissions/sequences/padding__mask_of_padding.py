"""True where there is padding.

fails: mask mask-fresh
hint: mask-turned-round
"""


def mask_of(lengths, T):
    return np.arange(T) >= lengths[:, None]


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((len(sequences), lengths.max()), padding)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, lengths
