"""A column for each sequence.

fails: ids ids-fresh
hint: time-first
"""


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((lengths.max(), len(sequences)), padding)
    for i, sequence in enumerate(sequences):
        ids[: len(sequence), i] = sequence
    return ids, lengths


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
