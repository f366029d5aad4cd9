"""Hands state and input to the step in the wrong order.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: step-arguments-exchanged
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h = step(h, X[:, t])
        states.append(h)
    return np.stack(states, axis=1), h
