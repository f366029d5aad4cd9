"""np.stack without an axis lays time first.

fails: rnn-forward-values rnn-forward-another-cell rnn-forward-float32
hint: stacked-time-first
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states), h
