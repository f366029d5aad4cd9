"""The walk back is one step long: a return that stands in the loop.

fails: bptt-vanishing-values bptt-vanishing-fresh bptt-vanishing-explosion
hint: ranked-by-one-step
"""


def rank_networks(networks):
    norms = []
    for X, dh_T, W_xh, W_hh, b_h in networks:
        h = np.zeros_like(dh_T)
        for t in range(X.shape[1]):
            h = np.tanh(X[:, t] @ W_xh + h @ W_hh + b_h)
        norms.append(np.linalg.norm((dh_T * (1 - h**2)) @ W_hh.T))
    return [int(i) for i in np.argsort(norms)]
