"""Updates the running sequences in the caller's h_0.

fails: rnn-padded-outputs rnn-padded-fresh-outputs rnn-padded-final rnn-padded-fresh-final rnn-padded-anything
hint: argument-changed
"""


def forward_padded(X, lengths, h_0, step):
    H = np.zeros(X.shape[:2] + h_0.shape[1:], h_0.dtype)
    for t in range(X.shape[1]):
        on = t < lengths
        h_0[on] = step(X[on, t], h_0[on])
        H[on, t] = h_0[on]
    return H, h_0
