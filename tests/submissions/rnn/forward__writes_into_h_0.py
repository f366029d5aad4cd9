"""Uses the caller's h_0 as its own variable and writes into it.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: argument-changed
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h[...] = step(X[:, t], h)
        states.append(h.copy())
    return np.stack(states, axis=1), h
