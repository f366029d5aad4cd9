"""The sequence without its last step first, then that step.

right
"""


def forward(X, W_xh, W_hh, b_h, state, step):
    if X.shape[1] == 0:
        zeros = np.zeros((X.shape[0], len(b_h) // 4), dtype=X.dtype)
        h, c = state or (zeros, zeros)
        return np.empty((len(X), 0, h.shape[1]), X.dtype), h, c
    H, h, c = forward(X[:, :-1], W_xh, W_hh, b_h, state, step)
    h, c = step(X[:, -1], h, c, W_xh, W_hh, b_h)
    return np.concatenate([H, h[:, None]], axis=1), h, c
