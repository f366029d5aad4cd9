"""The first chunk starts from h_0, every later one from zeros.

fails: rnn-stream-values rnn-stream-fresh
hint: zero-state-at-chunks
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h_T = forward(chunk, h)
        outputs.append(H)
        h = np.zeros_like(h)
    return np.concatenate(outputs, axis=1), h_T
