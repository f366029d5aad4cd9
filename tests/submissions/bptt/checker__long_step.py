"""A step of a hundredth.

fails: bptt-checker-step
hint: step-too-large
"""


def check_gradients(loss, theta, claims):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = 1e-2
        slopes[place] = (loss(theta + shift) - loss(theta - shift)) / 2e-2
    scale = np.abs(slopes).max()
    return [bool(np.abs(claim - slopes).max() <= 1e-3 * scale) for claim in claims]
