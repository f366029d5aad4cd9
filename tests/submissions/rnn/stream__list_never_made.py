"""Appends to a list that was never made.

fails: rnn-stream-values rnn-stream-one-chunk rnn-stream-fresh
hint: raised
"""


def stream(chunks, h_0, forward):
    h = h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
        outputs.append(H)
    return np.concatenate(outputs, axis=1), h
