"""The first window starts from h_0, every later one from zeros.

fails: bptt-truncated-values bptt-truncated-fresh
hint: state-not-carried
"""


def truncated(X, dH, h_0, k, forward, backward):
    windows, h = [], h_0
    for s in range(0, X.shape[1], k):
        H = forward(X[:, s : s + k], h)
        _, *grads = backward(X[:, s : s + k], h, H, dH[:, s : s + k], np.zeros_like(h_0))
        windows.append(grads)
        h = np.zeros_like(h_0)
    return *(np.stack(parts) for parts in zip(*windows)), H[:, -1]
