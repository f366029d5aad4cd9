"""One sequence at a time, with vectors.

right
"""


def _each(x_t, h_prev, W_xh, W_hh, b_h, candidate):
    h, rows = h_prev.shape[1], []
    for x, old in zip(x_t, h_prev):
        a, s = x @ W_xh + b_h, old @ W_hh
        r, z = sigmoid(a[:h] + s[:h]), sigmoid(a[h : 2 * h] + s[h : 2 * h])
        rows.append(z * old + (1 - z) * np.tanh(a[2 * h :] + candidate(r, old, W_hh[:, 2 * h :])))
    return np.array(rows)


def step_before(x_t, h_prev, W_xh, W_hh, b_h):
    return _each(x_t, h_prev, W_xh, W_hh, b_h, lambda r, old, W: (r * old) @ W)


def step_after(x_t, h_prev, W_xh, W_hh, b_h, b_hg):
    return _each(x_t, h_prev, W_xh, W_hh, b_h, lambda r, old, W: r * (old @ W + b_hg))
