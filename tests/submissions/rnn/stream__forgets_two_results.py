"""Takes forward's two results for one array.

fails: rnn-stream-values rnn-stream-one-chunk rnn-stream-fresh
hint: results-not-unpacked
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H = forward(chunk, h)
        outputs.append(H)
        h = H[:, -1]
    return np.concatenate(outputs, axis=1), h
