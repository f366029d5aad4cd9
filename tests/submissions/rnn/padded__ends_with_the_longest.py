"""The box is cut to its longest sequence; the same where one fills it.

fails: rnn-padded-fresh-outputs rnn-padded-anything
hint: stops-at-the-longest
"""


def forward_padded(X, lengths, h_0, step):
    H, h = [], h_0
    for t in range(max(lengths)):
        on = (t < lengths)[:, None]
        h = np.where(on, step(X[:, t], h), h)
        H.append(np.where(on, h, 0))
    return np.stack(H, axis=1), h
