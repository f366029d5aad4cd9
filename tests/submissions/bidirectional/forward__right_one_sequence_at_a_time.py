"""Without any padding: each sequence by itself.

right
"""


def states(x, weights):
    W_xh, W_hh, b_h = weights
    h_t, all_states = np.zeros_like(b_h), []
    for x_t in x:
        h_t = np.tanh(x_t @ W_xh + h_t @ W_hh + b_h)
        all_states.append(h_t)
    return np.stack(all_states)


def bidirectional(X, lengths, ahead, back):
    h = len(ahead[2])
    H = np.zeros((*X.shape[:2], 2 * h), X.dtype)
    for i, length in enumerate(lengths):
        H[i, :length, :h] = states(X[i, :length], ahead)
        H[i, :length, h:] = states(X[i, :length][::-1], back)[::-1]
    return H, H[np.arange(len(X)), lengths - 1, :h], H[:, 0, h:]
