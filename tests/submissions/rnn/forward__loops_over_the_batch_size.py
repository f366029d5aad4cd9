"""Makes as many steps as there are sequences; in the visible check there are fewer, elsewhere perhaps more.

fails: rnn-forward-values rnn-forward-another-cell rnn-forward-float32
hint: batch-for-time
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(len(X)):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h
