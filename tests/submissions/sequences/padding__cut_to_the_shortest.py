"""Cuts everything to the shortest sequence.

fails: ids ids-fresh
hint: cut-to-the-shortest
"""


def pad(sequences, padding):
    lengths = np.array([len(sequence) for sequence in sequences])
    return np.array([sequence[: lengths.min()] for sequence in sequences]), lengths


def mask_of(lengths, T):
    return np.arange(T) < lengths[:, None]
