"""Appends padding to the lists that it was given.

fails: ids ids-fresh lengths real
hint: argument-changed
"""


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    for sequence in sequences:
        while len(sequence) < lengths.max():
            sequence.append(padding)
    return np.array(sequences), lengths


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
