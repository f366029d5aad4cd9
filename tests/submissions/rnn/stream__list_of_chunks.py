"""Returns the outputs as a list, chunk by chunk.

fails: rnn-stream-values rnn-stream-one-chunk rnn-stream-fresh
hint: outputs-in-a-list
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
        outputs.append(H)
    return outputs, h
