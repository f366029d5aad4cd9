"""k windows in the place of windows of k steps.

fails: bptt-truncated-values bptt-truncated-one-window bptt-truncated-fresh
hint: k-windows-of-any-length
"""


def truncated(X, dH, h_0, k, forward, backward):
    windows, h = [], h_0
    for X_w, dH_w in zip(np.array_split(X, k, axis=1), np.array_split(dH, k, axis=1)):
        if X_w.shape[1] == 0:
            continue
        H = forward(X_w, h)
        _, *grads = backward(X_w, h, H, dH_w, np.zeros_like(h_0))
        windows.append(grads)
        h = H[:, -1]
    return *(np.stack(parts) for parts in zip(*windows)), h
