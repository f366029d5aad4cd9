"""Outputs of all steps by einsum; the last ones by a mask that keeps one step a sequence.

right
"""


def readout_every(states, weights, bias):
    return np.einsum("nth,hq->ntq", states, weights) + bias


def readout_last(states, lengths, weights, bias):
    steps = np.arange(1, states.shape[1] + 1)
    is_last = steps[None, :] == lengths[:, None]
    return readout_every(states, weights, bias)[is_last]
