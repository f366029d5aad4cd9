"""The list begins with h_0 and keeps it: T + 1 states.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: initial-state-kept
"""


def forward(X, h_0, step):
    h = h_0
    states = [h]
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h
