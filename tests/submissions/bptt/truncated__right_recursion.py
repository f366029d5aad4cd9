"""The first window, then the rest of the sequence from where it ended.

right
"""


def truncated(X, dH, h_0, k, forward, backward):
    def windows(X, dH, h):
        H = forward(X[:, :k], h)
        grads = backward(X[:, :k], h, H, dH[:, :k], 0 * h)[1:]
        if X.shape[1] <= k:
            return [grads], H[:, -1]
        others, h_T = windows(X[:, k:], dH[:, k:], H[:, -1])
        return [grads] + others, h_T

    grads, h_T = windows(X, dH, h_0)
    dW_xh, dW_hh, db_h = zip(*grads)
    return np.array(dW_xh), np.array(dW_hh), np.array(db_h), h_T
