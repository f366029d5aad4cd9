"""The mask multiplies; exact until the padding holds NaN.

fails: nan
hint: padding-comes-through-the-mask
"""


def forward(X, lengths, h_0, step):
    H, h_t = np.zeros((len(X), X.shape[1], h_0.shape[1]), X.dtype), h_0
    for t in range(X.shape[1]):
        real = (t < lengths)[:, None].astype(X.dtype)
        h_t = real * step(X[:, t], h_t) + (1 - real) * h_t
        H[:, t] = real * h_t
    return H, h_t
