"""Takes the length for the last index, less one: the last real step is left out.

fails: rnn-padded-outputs rnn-padded-fresh-outputs rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: one-step-too-few
"""


def forward_padded(X, lengths, h_0, step):
    H, h = [], h_0
    for t in range(X.shape[1]):
        on = (t < lengths - 1)[:, None]
        h = np.where(on, step(X[:, t], h), h)
        H.append(np.where(on, h, 0))
    return np.stack(H, axis=1), h
