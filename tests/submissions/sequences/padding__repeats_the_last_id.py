"""Fills up with each sequence's last id.

fails: ids ids-fresh
hint: last-id-repeated
"""


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((len(sequences), lengths.max()), padding)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
        row[len(sequence) :] = sequence[-1] if sequence else padding
    return ids, lengths


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
