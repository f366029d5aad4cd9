"""Cuts the chunks further, to single steps.

right
"""


def stream(chunks, h_0, forward):
    last, history = h_0, []
    for piece in chunks:
        for t in range(piece.shape[1]):
            _, last = forward(piece[:, t : t + 1], last)
            history.append(last)
    return np.stack(history, axis=1), last
