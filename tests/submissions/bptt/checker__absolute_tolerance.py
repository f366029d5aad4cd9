"""The error is compared with a fixed number, whatever the scale of the loss.

fails: bptt-checker-scale
hint: absolute-tolerance
"""


def check_gradients(loss, theta, claims):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = 1e-5
        slopes[place] = (loss(theta + shift) - loss(theta - shift)) / 2e-5
    return [bool(np.abs(claim - slopes).max() <= 1e-6) for claim in claims]
