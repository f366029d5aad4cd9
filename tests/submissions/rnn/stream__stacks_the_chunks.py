"""np.stack where the chunks should be joined: an axis too many, and lengths that differ.

fails: rnn-stream-values rnn-stream-one-chunk rnn-stream-fresh
hint: chunks-stacked
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
        outputs.append(H)
    return np.stack(outputs, axis=1), h
