"""np.concatenate with its default axis joins along the batch.

fails: rnn-stream-values rnn-stream-fresh
hint: joined-along-the-batch
"""


def stream(chunks, h_0, forward):
    outputs, h = [], h_0
    for chunk in chunks:
        H, h = forward(chunk, h)
        outputs.append(H)
    return np.concatenate(outputs), h
