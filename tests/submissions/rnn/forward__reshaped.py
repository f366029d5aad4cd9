"""Reshapes [T, n, h] to [n, T, h], which deals the states out to the wrong sequences; equal for one step.

fails: rnn-forward-values rnn-forward-another-cell rnn-forward-float32
hint: reshaped-not-moved
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    n, T, _ = X.shape
    return np.array(states).reshape(n, T, -1), h
