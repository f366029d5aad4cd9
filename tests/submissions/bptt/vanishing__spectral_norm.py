"""By the largest singular value.

fails: bptt-vanishing-values bptt-vanishing-fresh bptt-vanishing-explosion
hint: ranked-by-spectral-norm
"""


def rank_networks(networks):
    norms = [np.linalg.svd(W_hh, compute_uv=False)[0] for _, _, _, W_hh, _ in networks]
    return [int(i) for i in np.argsort(norms)]
