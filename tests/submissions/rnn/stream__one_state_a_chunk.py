"""Keeps the final state of every chunk instead of all its states; the same for a chunk of one step.

fails: rnn-stream-values rnn-stream-fresh
hint: only-final-states
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        _, h = forward(chunk, h)
        outputs.append(h)
    return np.stack(outputs, axis=1), h
