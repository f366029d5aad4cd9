"""Arrays of the right size, filled window by window.

right
"""


def truncated(X, dH, h_0, k, forward, backward):
    (n, T, d), h = X.shape, h_0.shape[1]
    m = -(-T // k)
    dU, dW, db = np.empty((m, d, h), X.dtype), np.empty((m, h, h), X.dtype), np.empty((m, h), X.dtype)
    state = h_0
    for i in range(m):
        part = slice(i * k, min(T, (i + 1) * k))
        H = forward(X[:, part], state)
        _, dU[i], dW[i], db[i] = backward(X[:, part], state, H, dH[:, part], np.zeros_like(state))
        state = H[:, H.shape[1] - 1]
    return dU, dW, db, state
