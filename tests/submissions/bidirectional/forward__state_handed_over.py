"""One variable for both loops.

fails: bidirectional-forward-values bidirectional-forward-padded bidirectional-forward-fresh bidirectional-forward-one-step bidirectional-forward-float32
hint: state-handed-over
"""


def run(X, lengths, weights, steps, h_t):
    W_xh, W_hh, b_h = weights
    H = np.zeros((*X.shape[:2], len(b_h)), X.dtype)
    for t in steps:
        real = (t < lengths)[:, None]
        h_t = np.where(real, np.tanh(X[:, t] @ W_xh + h_t @ W_hh + b_h), h_t)
        H[:, t] = np.where(real, h_t, 0)
    return H, h_t


def bidirectional(X, lengths, ahead, back):
    T = X.shape[1]
    h_t = np.zeros((len(X), len(ahead[2])), X.dtype)
    A, h_t = run(X, lengths, ahead, range(T), h_t)
    h_ahead = h_t
    B, h_t = run(X, lengths, back, reversed(range(T)), h_t)
    return np.concatenate([A, B], axis=2), h_ahead, h_t
