"""A formula of higher order, with four points an entry and a longer step; verdicts in an array.

right
"""


def check_gradients(loss, theta, claims):
    e, slopes = 1e-4, np.zeros(theta.shape)
    for i in range(theta.shape[0]):
        for j in range(theta.shape[1]):

            def at(shift):
                moved = theta.copy()
                moved[i, j] += shift
                return loss(moved)

            slopes[i, j] = (8 * (at(e) - at(-e)) - (at(2 * e) - at(-2 * e))) / (12 * e)
    gaps = np.abs(np.array(claims) - slopes).reshape(len(claims), -1).max(axis=1)
    return gaps <= 3e-4 * np.abs(slopes).max()
