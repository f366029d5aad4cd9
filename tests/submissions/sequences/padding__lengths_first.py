"""Exchanges its two results.

fails: ids ids-fresh lengths real
hint: results-exchanged
"""


def pad(sequences, padding):
    T = max(map(len, sequences))
    ids = np.array([sequence + [padding] * (T - len(sequence)) for sequence in sequences])
    return np.array([len(sequence) for sequence in sequences]), ids


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
