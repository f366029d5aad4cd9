"""The loop begins at the second input.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: first-step-missing
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(1, X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h
