"""Joins the states along the axis of the units.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: states-end-to-end
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    return np.concatenate(states, axis=1), h
