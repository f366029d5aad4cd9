"""Nothing is returned.

fails: rnn-stream-values rnn-stream-one-chunk rnn-stream-fresh
hint: returns-nothing
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
        outputs.append(H)
    H_all, h_T = np.concatenate(outputs, axis=1), h
