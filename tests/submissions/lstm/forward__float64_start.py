"""A start of zeros without a type turns everything into float64.

fails: lstm-forward-float32
hint: wrong-dtype
"""


def forward(X, W_xh, W_hh, b_h, state, step):
    zeros = np.zeros((len(X), W_hh.shape[0]))
    h, c = state if state is not None else (zeros, zeros)
    H = []
    for t in range(X.shape[1]):
        h, c = step(X[:, t], h, c, W_xh, W_hh, b_h)
        H.append(h)
    return np.stack(H, axis=1), h, c
