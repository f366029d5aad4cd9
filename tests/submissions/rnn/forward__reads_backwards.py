"""Goes through time from the end, and leaves the states in that order.

fails: rnn-forward-values rnn-forward-another-cell rnn-forward-float32
hint: backwards-in-time
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in reversed(range(X.shape[1])):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h
