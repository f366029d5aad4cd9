"""The cosine between the two is asked for, which does not see the length.

fails: bptt-checker-catches bptt-checker-fresh bptt-checker-minimum bptt-checker-step bptt-checker-scale bptt-checker-nan
hint: checker-compares-directions
"""


def check_gradients(loss, theta, claims):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = 1e-5
        slopes[place] = (loss(theta + shift) - loss(theta - shift)) / 2e-5
    verdicts = []
    for claim in claims:
        product = np.linalg.norm(claim) * np.linalg.norm(slopes)
        verdicts.append(bool(product > 0 and (claim * slopes).sum() > (1 - 1e-7) * product))
    return verdicts
