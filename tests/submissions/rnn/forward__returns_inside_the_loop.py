"""The return is indented into the loop.

fails: rnn-forward-values rnn-forward-another-cell rnn-forward-float32
hint: leaves-after-one-step
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
        return np.stack(states, axis=1), h
