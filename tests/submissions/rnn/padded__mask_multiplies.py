"""A mask of zeros and ones weighs new and old; NaN in the padding comes through.

fails: rnn-padded-anything rnn-padded-fresh-final
hint: padding-leaks; rnn-padded-fresh-final: mask-of-integers
"""


def forward_padded(X, lengths, h_0, step):
    H, h = [], h_0
    for t in range(X.shape[1]):
        on = (t < lengths)[:, None]
        h = on * step(X[:, t], h) + (1 - on) * h
        H.append(on * h)
    return np.stack(H, axis=1), h
