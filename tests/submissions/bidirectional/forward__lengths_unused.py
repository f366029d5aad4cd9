"""Padding is data.

fails: bidirectional-forward-padded bidirectional-forward-fresh
hint: padding-read-as-data
"""


def run(X, weights, steps):
    W_xh, W_hh, b_h = weights
    h_t, H = np.zeros((len(X), len(b_h)), X.dtype), np.zeros((*X.shape[:2], len(b_h)), X.dtype)
    for t in steps:
        h_t = np.tanh(X[:, t] @ W_xh + h_t @ W_hh + b_h)
        H[:, t] = h_t
    return H, h_t


def bidirectional(X, lengths, ahead, back):
    T = X.shape[1]
    A, h_ahead = run(X, ahead, range(T))
    B, h_back = run(X, back, reversed(range(T)))
    return np.concatenate([A, B], axis=2), h_ahead, h_back
