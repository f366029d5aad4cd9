"""The loop ends one step early.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: last-step-missing; rnn-forward-one-step: last-step-missing
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1] - 1):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h
