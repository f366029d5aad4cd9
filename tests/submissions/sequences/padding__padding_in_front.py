"""Lays the sequences at the end of their rows.

fails: ids ids-fresh
hint: padding-in-front
"""


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    T = lengths.max()
    ids = np.full((len(sequences), T), padding)
    for row, sequence in zip(ids, sequences):
        row[T - len(sequence) :] = sequence
    return ids, lengths


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
