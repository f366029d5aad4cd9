"""By central differences of the loss that dh_T belongs to, one entry of the initial state at a time.

right
"""


def rank_networks(networks):
    def loss(h, X, dh_T, W_xh, W_hh, b_h):
        for t in range(X.shape[1]):
            h = np.tanh(X[:, t] @ W_xh + h @ W_hh + b_h)
        return h * dh_T

    norms = []
    for network in networks:
        n, units = network[1].shape
        slopes = np.zeros((n, units))
        for j in range(units):
            shift = np.zeros((n, units))
            shift[:, j] = 1e-6
            slopes[:, j] = (loss(shift, *network) - loss(-shift, *network)).sum(axis=1) / 2e-6
        norms.append(np.linalg.norm(slopes))
    return np.argsort(norms)
