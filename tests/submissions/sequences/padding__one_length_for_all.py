"""Gives every sequence the length of the box.

fails: lengths real
hint: longest-for-all
"""


def pad(sequences, padding):
    T = max(map(len, sequences))
    ids = np.array([sequence + [padding] * (T - len(sequence)) for sequence in sequences])
    return ids, np.array([len(row) for row in ids])


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
