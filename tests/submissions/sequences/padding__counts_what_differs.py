"""Counts in the box what is not padding.

fails: real
hint: lengths-from-the-box
"""


def pad(sequences, padding):
    T = max(map(len, sequences))
    ids = np.array([sequence + [padding] * (T - len(sequence)) for sequence in sequences])
    return ids, np.count_nonzero(ids != padding, axis=1)


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
