"""Joins the chunks along the axis of the units; the same for a single chunk.

fails: rnn-stream-values rnn-stream-fresh
hint: joined-along-the-units
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
        outputs.append(H)
    return np.concatenate(outputs, axis=-1), h
