"""Starts from zeros, although the caller hands over another state.

fails: rnn-forward-values rnn-forward-another-cell rnn-forward-float32
hint: initial-state-ignored
"""


def forward(X, h_0, step):
    states = []
    h = np.zeros_like(h_0)
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h
