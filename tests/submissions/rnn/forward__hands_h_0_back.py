"""Returns the variable it began with as the last state.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: first-state-for-last
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h_0
