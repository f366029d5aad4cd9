"""Epsilon is added to the whole array, so every entry gets the slope along the diagonal.

fails: bptt-checker-catches bptt-checker-fresh bptt-checker-minimum bptt-checker-step bptt-checker-scale bptt-checker-nan
hint: all-entries-moved-together
"""


def check_gradients(loss, theta, claims):
    epsilon, slopes = 1e-5, np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        slopes[place] = (loss(theta + epsilon) - loss(theta - epsilon)) / (2 * epsilon)
    scale = np.abs(slopes).max()
    return [bool(np.abs(claim - slopes).max() <= 1e-4 * scale) for claim in claims]
