"""With the module math, unit by unit.

right
"""

import math


def half_life(f):
    return np.array([math.log(0.5) / math.log(value) for value in f], f.dtype)


def forget_bias(steps):
    gates = [math.exp(-math.log(2) / value) for value in steps]
    return np.array([math.log(gate) - math.log(1 - gate) for gate in gates], dtype=steps.dtype)


def chrono_bias(u, T_max):
    keep = [math.log((1 - x) * 1 + x * (T_max - 1)) for x in u.tolist()]
    return np.array([-b for b in keep] + keep + [0.0] * (2 * len(keep)), dtype=u.dtype)
