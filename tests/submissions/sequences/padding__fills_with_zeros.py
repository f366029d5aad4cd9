"""Fills up with zeros whatever it is told.

fails: ids ids-fresh
hint: padding-not-used
"""


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.zeros((len(sequences), lengths.max()), int)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, lengths


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
