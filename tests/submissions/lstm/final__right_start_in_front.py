"""The start is put in front of all steps, so that a length is an index.

right
"""


def final_states(H, C, lengths, h_0, c_0):
    index = lengths[:, None, None]
    both = zip((h_0, c_0), (H, C))
    long = [np.concatenate([start[:, None], states], axis=1) for start, states in both]
    return tuple(np.take_along_axis(states, index, axis=1)[:, 0] for states in long)
