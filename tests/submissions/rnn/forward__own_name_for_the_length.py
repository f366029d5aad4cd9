"""Uses T, which is never defined.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: raised
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(T):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h
