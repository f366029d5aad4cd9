"""The last output's gradient is handed in as what comes from beyond as well.

fails: bptt-truncated-values bptt-truncated-one-window bptt-truncated-fresh
hint: end-counted-twice
"""


def truncated(X, dH, h_0, k, forward, backward):
    windows, h = [], h_0
    for s in range(0, X.shape[1], k):
        H, dH_w = forward(X[:, s : s + k], h), dH[:, s : s + k]
        _, *grads = backward(X[:, s : s + k], h, H, dH_w, dH_w[:, -1])
        windows.append(grads)
        h = H[:, -1]
    return *(np.stack(parts) for parts in zip(*windows)), h
