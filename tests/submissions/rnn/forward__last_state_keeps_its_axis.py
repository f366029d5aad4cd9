"""A slice for the last step leaves an axis of one.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: last-state-keeps-time
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    H = np.stack(states, axis=1)
    return H, H[:, -1:]
