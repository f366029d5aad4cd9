"""The product of all Jacobians of each sequence first, applied to the gradient at the end.

right
"""


def rank_networks(networks):
    found = []
    for index, (X, dh_T, W_xh, W_hh, b_h) in enumerate(networks):
        total = 0.0
        for x, dh in zip(X, dh_T):
            state, product = np.zeros(len(b_h)), np.eye(len(b_h))
            for x_t in x:
                state = np.tanh(x_t @ W_xh + state @ W_hh + b_h)
                product = product @ (W_hh * (1 - state**2))  # row i, column j: dh_t[j] by dh_{t-1}[i]
            total += float(((product @ dh) ** 2).sum())
        found.append((total, index))
    return [index for _, index in sorted(found)]
