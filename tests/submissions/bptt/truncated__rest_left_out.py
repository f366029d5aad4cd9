"""Only full windows are run.

fails: bptt-truncated-values bptt-truncated-one-window bptt-truncated-fresh
hint: rest-left-out
"""


def truncated(X, dH, h_0, k, forward, backward):
    windows, h = [], h_0
    for i in range(X.shape[1] // k):
        part = slice(i * k, i * k + k)
        H = forward(X[:, part], h)
        _, *grads = backward(X[:, part], h, H, dH[:, part], np.zeros_like(h_0))
        windows.append(grads)
        h = H[:, -1]
    return *(np.stack(parts) for parts in zip(*windows)), h
