"""An `if` on the comparison with all lengths at once.

fails: rnn-padded-outputs rnn-padded-fresh-outputs rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: if-for-the-whole-batch
"""


def forward_padded(X, lengths, h_0, step):
    H, h = [], h_0
    for t in range(X.shape[1]):
        if t < lengths:
            h = step(X[:, t], h)
        H.append(h)
    return np.stack(H, axis=1), h
