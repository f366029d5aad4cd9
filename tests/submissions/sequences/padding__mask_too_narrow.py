"""As wide as the longest sequence.

fails: mask mask-fresh
hint: box-of-the-longest
"""


def mask_of(lengths, T):
    return np.arange(max(lengths)) < lengths[:, None]


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((len(sequences), lengths.max()), padding)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, lengths
