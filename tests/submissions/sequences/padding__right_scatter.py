"""Puts all ids into the places where the mask is True.

right
"""


def pad(sequences, padding):
    lengths = np.fromiter(map(len, sequences), dtype=int)
    T = lengths.max()
    ids = np.full((len(lengths), T), padding)
    ids[np.arange(T)[None] < lengths[:, None]] = sum(sequences, [])
    return ids, lengths


def mask_of(lengths, T):
    return np.less.outer(np.arange(T), lengths).T
