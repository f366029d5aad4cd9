"""The sums go on from window to window.

fails: bptt-truncated-values bptt-truncated-fresh
hint: running-sums
"""


def truncated(X, dH, h_0, k, forward, backward):
    windows, h, total = [], h_0, [0, 0, 0]
    for s in range(0, X.shape[1], k):
        H = forward(X[:, s : s + k], h)
        _, *grads = backward(X[:, s : s + k], h, H, dH[:, s : s + k], np.zeros_like(h_0))
        total = [a + b for a, b in zip(total, grads)]
        windows.append(total)
        h = H[:, -1]
    return *(np.stack(parts) for parts in zip(*windows)), h
