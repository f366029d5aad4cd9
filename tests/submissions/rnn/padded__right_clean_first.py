"""Puts zeros in the padding, runs everything, then picks and clears.

right
"""


def forward_padded(X, lengths, h_0, step):
    n, T, _ = X.shape
    real = np.arange(T)[None, :] < lengths[:, None]
    X = np.where(real[:, :, None], X, 0)
    history = [h_0]
    for t in range(T):
        history.append(step(X[:, t], history[-1]))
    H = np.stack(history[1:], axis=1)
    h_T = H[np.arange(n), lengths - 1]
    H[~real] = 0
    return H, h_T
