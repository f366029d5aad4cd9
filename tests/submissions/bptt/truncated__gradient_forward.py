"""What came out of a window at its start is handed to the next one's end.

fails: bptt-truncated-values bptt-truncated-fresh
hint: gradient-carried-forward
"""


def truncated(X, dH, h_0, k, forward, backward):
    windows, h, dh = [], h_0, np.zeros_like(h_0)
    for s in range(0, X.shape[1], k):
        H = forward(X[:, s : s + k], h)
        dh, *grads = backward(X[:, s : s + k], h, H, dH[:, s : s + k], dh)
        windows.append(grads)
        h = H[:, -1]
    return *(np.stack(parts) for parts in zip(*windows)), h
