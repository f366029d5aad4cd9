"""Keeps the states of the last chunk only.

fails: rnn-stream-values rnn-stream-fresh
hint: last-chunk-only
"""


def stream(chunks, h_0, forward):
    h = h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
    return H, h
