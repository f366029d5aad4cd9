"""Puts zeros in the padding of X and runs on: a step with a zero input changes the state all the same.

fails: rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: padding-read-as-zeros
"""


def forward_padded(X, lengths, h_0, step):
    real = (np.arange(X.shape[1]) < lengths[:, None])[:, :, None]
    X = np.where(real, X, 0)
    H, h = [], h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        H.append(h)
    return np.where(real, np.stack(H, axis=1), 0), h
