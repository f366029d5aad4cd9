"""Keeps the final states in an array from np.zeros, which is float64.

fails: rnn-padded-fresh-final
hint: wrong-dtype
"""


def forward_padded(X, lengths, h_0, step):
    n, T, _ = X.shape
    H, h_T = np.zeros((n, T, h_0.shape[1])), np.zeros(h_0.shape)
    for i in range(n):
        h = h_0[i : i + 1]
        for t in range(lengths[i]):
            h = step(X[i : i + 1, t], h)
            H[i, t] = h[0]
        h_T[i] = h[0]
    return H, h_T
