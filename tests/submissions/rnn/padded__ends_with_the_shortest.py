"""Everything ends when the first sequence does.

fails: rnn-padded-outputs rnn-padded-fresh-outputs rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: stops-at-the-shortest
"""


def forward_padded(X, lengths, h_0, step):
    n, T, _ = X.shape
    H, h = np.zeros((n, T, h_0.shape[1]), X.dtype), h_0
    for t in range(T):
        if t >= min(lengths):
            break
        h = step(X[:, t], h)
        H[:, t] = h
    return H, h
