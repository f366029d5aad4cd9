"""h_T is not returned.

fails: bptt-truncated-values bptt-truncated-one-window bptt-truncated-fresh
hint: wrong-structure
"""


def truncated(X, dH, h_0, k, forward, backward):
    windows, h = [], h_0
    for s in range(0, X.shape[1], k):
        H = forward(X[:, s : s + k], h)
        _, *grads = backward(X[:, s : s + k], h, H, dH[:, s : s + k], np.zeros_like(h_0))
        windows.append(grads)
        h = H[:, -1]
    return tuple(np.stack(parts) for parts in zip(*windows))
