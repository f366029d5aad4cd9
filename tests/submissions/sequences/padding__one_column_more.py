"""Makes the box one step too long.

fails: ids ids-fresh
hint: one-column-too-many
"""


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((len(sequences), lengths.max() + 1), padding)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, lengths


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
