"""Counts steps from 1.

fails: mask mask-fresh
hint: one-too-few
"""


def mask_of(lengths, T):
    return np.arange(1, T + 1) < lengths[:, None]


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((len(sequences), lengths.max()), padding)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, lengths
