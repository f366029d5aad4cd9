"""Calls the step and drops what it returns, as if it changed the state in place.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: state-never-updated
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h
