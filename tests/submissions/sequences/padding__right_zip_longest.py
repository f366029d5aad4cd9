"""Lets itertools fill up, and counts backwards from the end.

right
"""

from itertools import zip_longest


def pad(sequences, padding):
    columns = list(zip_longest(*sequences, fillvalue=padding))
    return np.array(columns).T, np.array(list(map(len, sequences)))


def mask_of(lengths, T):
    return ~(np.arange(T)[None, :] >= lengths.reshape(-1, 1))
