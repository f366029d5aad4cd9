"""Hands lists of different lengths to NumPy.

fails: ids ids-fresh lengths real
hint: ragged-array
"""


def pad(sequences, padding):
    ids = np.array(sequences)
    ids[ids == None] = padding
    return ids, np.array([len(sequence) for sequence in sequences])


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
