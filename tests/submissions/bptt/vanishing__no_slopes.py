"""The gradient is multiplied by the matrix alone, as in a linear cell.

fails: bptt-vanishing-values bptt-vanishing-fresh
hint: slopes-ignored
"""


def rank_networks(networks):
    norms = []
    for X, dh_T, _, W_hh, _ in networks:
        norms.append(np.linalg.norm(dh_T @ np.linalg.matrix_power(W_hh.T, X.shape[1])))
    return [int(i) for i in np.argsort(norms)]
