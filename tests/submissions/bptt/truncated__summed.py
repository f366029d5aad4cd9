"""One gradient, the sum over the windows.

fails: bptt-truncated-values bptt-truncated-one-window bptt-truncated-fresh
hint: windows-added-up
"""


def truncated(X, dH, h_0, k, forward, backward):
    total, h = 0, h_0
    for s in range(0, X.shape[1], k):
        H = forward(X[:, s : s + k], h)
        _, *grads = backward(X[:, s : s + k], h, H, dH[:, s : s + k], np.zeros_like(h_0))
        total = grads if s == 0 else [a + b for a, b in zip(total, grads)]
        h = H[:, -1]
    return *total, h
