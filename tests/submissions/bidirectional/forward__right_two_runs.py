"""A function for one direction, used twice.

right
"""


def run(X, lengths, weights, backwards):
    W_xh, W_hh, b_h = weights
    n, T, _ = X.shape
    h_t, H = np.zeros((n, len(b_h)), X.dtype), np.zeros((n, T, len(b_h)), X.dtype)
    for t in reversed(range(T)) if backwards else range(T):
        real = (t < lengths)[:, None]
        h_t = np.where(real, np.tanh(X[:, t] @ W_xh + h_t @ W_hh + b_h), h_t)
        H[:, t] = np.where(real, h_t, 0)
    return H, h_t


def bidirectional(X, lengths, ahead, back):
    A, h_ahead = run(X, lengths, ahead, False)
    B, h_back = run(X, lengths, back, True)
    return np.concatenate([A, B], axis=2), h_ahead, h_back
