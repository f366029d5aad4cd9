"""np.where puts zero into the state of a finished sequence instead of keeping it.

fails: rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: short-ones-end-at-zero
"""


def forward_padded(X, lengths, h_0, step):
    H, h = [], h_0
    for t in range(X.shape[1]):
        on = (t < lengths)[:, None]
        h = np.where(on, step(X[:, t], h), 0)
        H.append(h)
    return np.stack(H, axis=1), h
