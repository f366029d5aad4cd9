"""Divides by ε where the two points are 2ε apart.

fails: bptt-checker-catches bptt-checker-fresh bptt-checker-minimum bptt-checker-step bptt-checker-scale bptt-checker-nan
hint: difference-over-one-step
"""


def check_gradients(loss, theta, claims):
    epsilon, slopes = 1e-5, np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = epsilon
        slopes[place] = (loss(theta + shift) - loss(theta - shift)) / epsilon
    scale = np.abs(slopes).max()
    return [bool(np.abs(claim - slopes).max() <= 1e-4 * scale) for claim in claims]
