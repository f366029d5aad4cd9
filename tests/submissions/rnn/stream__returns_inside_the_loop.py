"""The return is indented into the loop.

fails: rnn-stream-values rnn-stream-fresh
hint: stream-leaves-after-one-chunk
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
        outputs.append(H)
        return np.concatenate(outputs, axis=1), h
