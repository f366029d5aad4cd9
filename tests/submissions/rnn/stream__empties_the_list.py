"""Takes the chunks out of the caller's list until it is empty.

fails: rnn-stream-values rnn-stream-one-chunk rnn-stream-fresh
hint: argument-changed
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    while chunks:
        H, h = forward(chunks.pop(0), h)
        outputs.append(H)
    return np.concatenate(outputs, axis=1), h
