"""Steps only the sequences that still run, picked by a mask.

right
"""


def forward_padded(X, lengths, h_0, step):
    h = h_0.copy()
    H = np.zeros(X.shape[:2] + h.shape[1:], h.dtype)
    for t in range(max(lengths)):
        running = lengths > t
        h[running] = step(X[running, t], h[running])
        H[running, t] = h[running]
    return H, h
