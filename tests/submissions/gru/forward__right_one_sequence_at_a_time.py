"""Each sequence on its own, as far as it goes.

right
"""


def forward(X, lengths, h_0, step):
    H, h_T = np.zeros((*X.shape[:2], h_0.shape[1]), X.dtype), np.array(h_0)
    for i, length in enumerate(lengths):
        for t in range(length):
            h_T[i] = step(X[i : i + 1, t], h_T[i : i + 1])[0]
            H[i, t] = h_T[i]
    return H, h_T
