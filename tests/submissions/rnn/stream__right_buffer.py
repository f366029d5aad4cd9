"""Fills one array of the full length, slice by slice.

right
"""


def stream(chunks, h_0, forward):
    total = sum(chunk.shape[1] for chunk in chunks)
    H = np.empty((h_0.shape[0], total, h_0.shape[1]), h_0.dtype)
    position, state = 0, h_0
    for chunk in chunks:
        stop = position + chunk.shape[1]
        H[:, position:stop], state = forward(chunk, state)
        position = stop
    return H, state
