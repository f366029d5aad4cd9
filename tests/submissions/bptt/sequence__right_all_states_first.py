"""The states with h_0 in front, a copy of dH that the walk back adds to, sums in place.

right
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    states = np.concatenate([h_0[:, None], H], axis=1)
    d_states = np.concatenate([np.zeros_like(h_0)[:, None], dH], axis=1)
    d_states[:, -1] += dh_T
    d, h = X.shape[2], h_0.shape[1]
    dX = np.zeros_like(X)
    dW_xh, dW_hh = np.zeros((d, h), X.dtype), np.zeros((h, h), X.dtype)
    db_h = np.zeros(h, X.dtype)
    for t in range(X.shape[1], 0, -1):
        dx, dh, dU, dW, db = step_back(X[:, t - 1], states[:, t - 1], states[:, t], d_states[:, t])
        d_states[:, t - 1] += dh
        dX[:, t - 1] = dx
        dW_xh += dU
        dW_hh += dW
        db_h += db
    return dX, d_states[:, 0], dW_xh, dW_hh, db_h
