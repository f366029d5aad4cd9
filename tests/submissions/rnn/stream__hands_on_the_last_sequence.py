"""Hands on H[-1], which is the last sequence of the batch.

fails: rnn-stream-values rnn-stream-fresh
hint: hands-on-last-sequence
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h_T = forward(chunk, h)
        outputs.append(H)
        h = H[-1]
    return np.concatenate(outputs, axis=1), h_T
