"""Joins all chunks and runs them at once, which a stream does not allow.

fails: rnn-stream-values rnn-stream-fresh
hint: all-at-once
"""


def stream(chunks, h_0, forward):
    return forward(np.concatenate(chunks, axis=1), h_0)
