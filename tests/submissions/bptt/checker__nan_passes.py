"""Wrong is what is above the limit, and NaN is not.

fails: bptt-checker-nan
hint: nan-passes
"""


def check_gradients(loss, theta, claims):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        shift = np.zeros_like(theta)
        shift[place] = 1e-5
        slopes[place] = (loss(theta + shift) - loss(theta - shift)) / 2e-5
    scale = np.abs(slopes).max()
    verdicts = []
    for claim in claims:
        wrong = np.abs(claim - slopes).max() > 1e-4 * scale
        verdicts.append(not bool(wrong))
    return verdicts
