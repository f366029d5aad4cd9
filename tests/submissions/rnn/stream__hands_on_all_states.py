"""Hands all states of a chunk to the next one as its initial state.

fails: rnn-stream-values rnn-stream-fresh
hint: hands-on-all-states
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h_T = forward(chunk, h)
        outputs.append(H)
        h = H
    return np.concatenate(outputs, axis=1), h_T
