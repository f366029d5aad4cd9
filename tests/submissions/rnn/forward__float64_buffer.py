"""Fills an array from np.zeros, which is float64 whatever comes in.

fails: rnn-forward-float32
hint: wrong-dtype
"""


def forward(X, h_0, step):
    n, T, _ = X.shape
    H = np.zeros((n, T, h_0.shape[1]))
    h = h_0
    for t in range(T):
        h = step(X[:, t], h)
        H[:, t] = h
    return H, h
