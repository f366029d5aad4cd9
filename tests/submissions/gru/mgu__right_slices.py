"""Columns by slices; the state's gradient from what the candidate saw; matrices and biases counted apart.

right
"""


def mgu_step(x_t, h_prev, W_xh, W_hh, b_h):
    h = len(W_hh)
    take = 1 / (1 + np.exp(-(x_t @ W_xh[:, :h] + h_prev @ W_hh[:, :h] + b_h[:h])))
    seen = take * h_prev
    return h_prev - seen + take * np.tanh(x_t @ W_xh[:, h:] + seen @ W_hh[:, h:] + b_h[h:])


def mgu_backward(x_t, h_prev, f, g, W_xh, W_hh, dh_t):
    h, seen = len(W_hh), f * h_prev
    by_tanh = dh_t * f * (1 - g) * (1 + g)
    of_seen = by_tanh @ W_hh[:, h:].T - dh_t  # h_t = h_prev - seen + f g
    by_gate = (of_seen * h_prev + dh_t * g) * (f - f * f)
    both = np.hstack([by_gate, by_tanh])
    dW_hh = np.hstack([h_prev.T @ by_gate, seen.T @ by_tanh])
    return both @ W_xh.T, dh_t + of_seen * f + by_gate @ W_hh[:, :h].T, x_t.T @ both, dW_hh, both.sum(axis=0)


def counts(d, h):
    matrices, biases = d * h + h * h, h
    return 2 * (matrices + biases), 3 * (matrices + biases), 3 * matrices + 4 * biases
