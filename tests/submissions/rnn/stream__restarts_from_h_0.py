"""Every chunk starts from h_0 again; exact in the first.

fails: rnn-stream-values rnn-stream-fresh
hint: state-reset-at-chunks
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h = forward(chunk, h_0)
        outputs.append(H)
    return np.concatenate(outputs, axis=1), h
