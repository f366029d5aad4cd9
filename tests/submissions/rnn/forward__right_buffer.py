"""Fills an array made beforehand, of the state's type.

right
"""


def forward(X, h_0, step):
    n, T, _ = X.shape
    H = np.empty((n, T, h_0.shape[1]), dtype=h_0.dtype)
    for t in range(T):
        H[:, t] = step(X[:, t], h_0 if t == 0 else H[:, t - 1])
    return H, H[:, -1]
