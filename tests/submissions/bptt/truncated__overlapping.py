"""A window begins at every step.

fails: bptt-truncated-values bptt-truncated-one-window bptt-truncated-fresh
hint: windows-overlap; bptt-truncated-one-window: rest-left-out
"""


def truncated(X, dH, h_0, k, forward, backward):
    windows, h = [], h_0
    for s in range(X.shape[1] - k + 1):
        H = forward(X[:, s : s + k], h)
        _, *grads = backward(X[:, s : s + k], h, H, dH[:, s : s + k], np.zeros_like(h_0))
        windows.append(grads)
        h = H[:, -1]
    return *(np.stack(parts) for parts in zip(*windows)), h
