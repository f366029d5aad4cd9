"""Sequence by sequence.

right
"""


def readout(H, lengths):
    h = H.shape[2] // 2
    return np.stack([np.append(states[length - 1, :h], states[0, h:]) for states, length in zip(H, lengths)])
