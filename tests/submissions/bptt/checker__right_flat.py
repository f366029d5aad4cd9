"""Works on the flattened array, with a step in proportion to nothing, and a fifth of a percent of room.

right
"""


def check_gradients(loss, theta, claims):
    flat = theta.ravel().tolist()
    slopes = []
    for i in range(len(flat)):
        values = []
        for shift in (3e-6, -3e-6):
            moved = list(flat)
            moved[i] += shift
            values.append(float(loss(np.array(moved).reshape(theta.shape))))
        slopes.append((values[0] - values[1]) / 6e-6)
    size = max(abs(slope) for slope in slopes)
    verdicts = []
    for claim in claims:
        gaps = [abs(a - b) for a, b in zip(claim.ravel().tolist(), slopes)]
        verdicts.append(all(gap < 5e-4 * size for gap in gaps))
    return verdicts
