"""The state is never overwritten: every window starts from h_0, which is returned too.

fails: bptt-truncated-values bptt-truncated-one-window bptt-truncated-fresh
hint: state-never-moves
"""


def truncated(X, dH, h_0, k, forward, backward):
    windows = []
    for s in range(0, X.shape[1], k):
        H = forward(X[:, s : s + k], h_0)
        _, *grads = backward(X[:, s : s + k], h_0, H, dH[:, s : s + k], np.zeros_like(h_0))
        windows.append(grads)
    return *(np.stack(parts) for parts in zip(*windows)), h_0
