"""The lengths of the two gradients are compared.

fails: bptt-checker-catches bptt-checker-fresh bptt-checker-minimum bptt-checker-step bptt-checker-scale bptt-checker-nan
hint: checker-compares-norms
"""


def check_gradients(loss, theta, claims):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = 1e-5
        slopes[place] = (loss(theta + shift) - loss(theta - shift)) / 2e-5
    length = np.linalg.norm(slopes)
    return [bool(abs(np.linalg.norm(claim) - length) <= 1e-4 * length) for claim in claims]
