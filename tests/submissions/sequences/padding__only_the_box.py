"""Returns the box alone.

fails: ids ids-fresh lengths real
hint: box-without-lengths
"""


def pad(sequences, padding):
    T = max(map(len, sequences))
    return np.array([sequence + [padding] * (T - len(sequence)) for sequence in sequences])


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
