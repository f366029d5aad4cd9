"""True at the end of the rows.

fails: mask mask-fresh
hint: real-at-the-end
"""


def mask_of(lengths, T):
    return np.array([[False] * (T - length) + [True] * length for length in lengths])


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    ids = np.full((len(sequences), lengths.max()), padding)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, lengths
