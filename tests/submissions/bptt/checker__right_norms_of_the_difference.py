"""The length of the difference against the sum of the lengths, the ratio that many courses use.

right
"""


def relative_error(one, other):
    return np.linalg.norm(one - other) / (np.linalg.norm(one) + np.linalg.norm(other))


def check_gradients(loss, theta, claims):
    moved, slopes = theta.copy(), np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        moved[place] = theta[place] + 1e-6
        above = loss(moved)
        moved[place] = theta[place] - 1e-6
        slopes[place] = (above - loss(moved)) / 2e-6
        moved[place] = theta[place]
    return [bool(relative_error(claim, slopes) < 1e-5) for claim in claims]
