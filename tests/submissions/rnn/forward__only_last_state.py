"""Returns the last state and forgets to keep the others.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: only-last-state
"""


def forward(X, h_0, step):
    h = h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
    return h
