"""Lengthens copies of the lists, and asks place by place.

right
"""


def pad(sequences, padding):
    longest = max(len(sequence) for sequence in sequences)
    rows = [list(sequence) + [padding] * (longest - len(sequence)) for sequence in sequences]
    return np.array(rows), np.array([len(sequence) for sequence in sequences])


def mask_of(lengths, T):
    return np.array([[t < length for t in range(T)] for length in lengths])
