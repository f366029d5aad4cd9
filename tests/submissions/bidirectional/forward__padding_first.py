"""The box is turned as a whole.

fails: bidirectional-forward-padded bidirectional-forward-fresh
hint: padding-read-first
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
    A, _ = run(X, ahead, range(T))
    B, h_back = run(X, back, reversed(range(T)))
    real = np.arange(T) < lengths[:, None]
    H = np.where(real[..., None], np.concatenate([A, B], axis=2), 0)
    return H, A[np.arange(len(X)), lengths - 1], h_back
