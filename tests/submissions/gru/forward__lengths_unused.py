"""The lengths are not looked at.

fails: padded fresh nan
hint: padding-read-as-data
"""


def forward(X, lengths, h_0, step):
    states, h_t = [], h_0
    for t in range(X.shape[1]):
        h_t = step(X[:, t], h_t)
        states.append(h_t)
    return np.stack(states, axis=1), h_t
