"""Three nested loops over samples, units and summands, in a buffer of the input's type.

right
"""


def step(x, h_before, weights_in, weights_rec, bias):
    n, d = x.shape
    units = len(bias)
    h_after = np.empty((n, units), dtype=x.dtype)
    for sample in range(n):
        for unit in range(units):
            total = bias[unit]
            for k in range(d):
                total = total + x[sample, k] * weights_in[k, unit]
            for k in range(units):
                total = total + h_before[sample, k] * weights_rec[k, unit]
            h_after[sample, unit] = np.tanh(total)
    return h_after
