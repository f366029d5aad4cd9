"""What came in.

fails: all
"""


def pad(sequences, padding):
    return sequences, padding


def mask_of(lengths, T):
    return lengths
