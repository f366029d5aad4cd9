"""Writes every state into one array, and the list holds that array T times.

fails: rnn-forward-values rnn-forward-another-cell rnn-forward-float32
hint: one-array-for-all-states
"""


def forward(X, h_0, step):
    states = []
    h = h_0.copy()
    for t in range(X.shape[1]):
        h[:] = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h
