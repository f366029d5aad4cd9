"""The first chunk, then the stream of the others from where it ended.

right
"""


def stream(chunks, h_0, forward):
    first, *others = chunks
    H, h = forward(first, h_0)
    if not others:
        return H, h
    H_others, h_T = stream(others, h, forward)
    return np.hstack([H, H_others]), h_T
