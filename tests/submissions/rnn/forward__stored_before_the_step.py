"""Each state is stored before its step: H begins with h_0 and lacks the last one.

fails: rnn-forward-values rnn-forward-one-step rnn-forward-another-cell rnn-forward-float32
hint: states-before-the-step
"""


def forward(X, h_0, step):
    states = []
    h = h_0
    for t in range(X.shape[1]):
        states.append(h)
        h = step(X[:, t], h)
    return np.stack(states, axis=1), h
