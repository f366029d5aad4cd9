"""Returns all states and no final one.

fails: rnn-stream-values rnn-stream-one-chunk rnn-stream-fresh
hint: only-joined-states
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
        outputs.append(H)
    return np.concatenate(outputs, axis=1)
