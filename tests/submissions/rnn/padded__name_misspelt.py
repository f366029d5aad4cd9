"""The parameter is called lengths, not length.

fails: rnn-padded-outputs rnn-padded-fresh-outputs rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: raised
"""


def forward_padded(X, lengths, h_0, step):
    H, h = [], h_0
    for t in range(X.shape[1]):
        on = (t < length)[:, None]
        h = np.where(on, step(X[:, t], h), h)
        H.append(np.where(on, h, 0))
    return np.stack(H, axis=1), h
