"""Only h is handed on; every step begins with the first cell.

fails: lstm-forward-values lstm-forward-zeros lstm-forward-fresh lstm-forward-float32
hint: cell-not-carried
"""


def forward(X, W_xh, W_hh, b_h, state, step):
    zeros = np.zeros((len(X), W_hh.shape[0]), X.dtype)
    h, c = state if state is not None else (zeros, zeros)
    c_0 = c
    H = []
    for t in range(X.shape[1]):
        h, c = step(X[:, t], h, c_0, W_xh, W_hh, b_h)
        H.append(h)
    return np.stack(H, axis=1), h, c
