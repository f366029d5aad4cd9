"""A finished sequence gets h_0 back.

fails: rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: falls-back-to-the-start
"""


def forward_padded(X, lengths, h_0, step):
    H, h = [], h_0
    for t in range(X.shape[1]):
        on = (t < lengths)[:, None]
        h = np.where(on, step(X[:, t], h), h_0)
        H.append(np.where(on, h, 0))
    return np.stack(H, axis=1), h
