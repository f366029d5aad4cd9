"""The outputs are cleared, and the state goes on through the padding.

fails: rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: reads-on-into-padding
"""


def forward_padded(X, lengths, h_0, step):
    H, h = [], h_0
    for t in range(X.shape[1]):
        on = (t < lengths)[:, None]
        h = step(X[:, t], h)
        H.append(np.where(on, h, 0))
    return np.stack(H, axis=1), h
