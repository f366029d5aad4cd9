"""H[-1] for the last step: it is the last sequence of the batch.

fails: rnn-forward-values rnn-forward-another-cell rnn-forward-float32
hint: last-of-the-batch
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    H = np.stack(states, axis=1)
    return H, H[-1]
