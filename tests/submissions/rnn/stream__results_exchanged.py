"""Returns the final state first and all states second.

fails: rnn-stream-values rnn-stream-one-chunk rnn-stream-fresh
hint: stream-results-exchanged
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
        outputs.append(H)
    return h, np.concatenate(outputs, axis=1)
