"""By the largest eigenvalue, in absolute value.

fails: bptt-vanishing-values bptt-vanishing-fresh bptt-vanishing-explosion
hint: ranked-by-spectral-radius
"""


def rank_networks(networks):
    radii = [max(abs(np.linalg.eigvals(W_hh))) for _, _, _, W_hh, _ in networks]
    return [int(i) for i in np.argsort(radii)]
