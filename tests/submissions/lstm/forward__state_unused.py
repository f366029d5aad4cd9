"""Always from zeros.

fails: lstm-forward-values lstm-forward-fresh lstm-forward-one-step
hint: state-ignored
"""


def forward(X, W_xh, W_hh, b_h, state, step):
    zeros = np.zeros((len(X), W_hh.shape[0]), X.dtype)
    h, c = zeros, zeros
    H = []
    for t in range(X.shape[1]):
        h, c = step(X[:, t], h, c, W_xh, W_hh, b_h)
        H.append(h)
    return np.stack(H, axis=1), h, c
