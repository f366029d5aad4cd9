"""Two forms for the two signs; the sigmoid turned round with expm1; windows counted.

right
"""


def half_life(b_z):
    small = np.exp(-np.abs(b_z))
    minus_log_z = np.log1p(small) + np.maximum(-b_z, 0)
    return float(np.log(2)) / minus_log_z


def bias_for(steps):
    return -np.log(np.expm1(float(np.log(2)) / steps))


def window(z, share):
    found = []
    for gate in z:
        carried, w = 0.0, 0
        while carried < share:
            carried += (1 - gate) * gate**w
            w += 1
        found.append(w)
    return np.array(found)
