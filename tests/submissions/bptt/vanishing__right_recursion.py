"""Forward to the end and back by one recursion.

right
"""


def rank_networks(networks):
    def back(t, h, X, dh_T, W_xh, W_hh, b_h):
        if t == X.shape[1]:
            return dh_T
        after = np.tanh(X[:, t] @ W_xh + h @ W_hh + b_h)
        return np.dot((1 - after * after) * back(t + 1, after, X, dh_T, W_xh, W_hh, b_h), W_hh.T)

    norms = {i: (back(0, np.zeros_like(net[1]), *net) ** 2).sum() for i, net in enumerate(networks)}
    return sorted(norms, key=norms.get)
