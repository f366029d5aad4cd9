"""Every step starts from h_0 again; exact at the first.

fails: rnn-forward-values rnn-forward-another-cell rnn-forward-float32
hint: state-not-carried
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h_0)
        states.append(h)
    return np.stack(states, axis=1), h
