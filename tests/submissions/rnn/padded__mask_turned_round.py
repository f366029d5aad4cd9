"""The mask is true in the padding, and is used as if it were true before it.

fails: rnn-padded-outputs rnn-padded-fresh-outputs rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: mask-turned-round
"""


def forward_padded(X, lengths, h_0, step):
    H, h = [], h_0
    for t in range(X.shape[1]):
        over = (t >= lengths)[:, None]
        h = np.where(over, step(X[:, t], h), h)
        H.append(np.where(over, h, 0))
    return np.stack(H, axis=1), h
