"""The last step of a sequence follows all the others: a function that calls itself.

right
"""


def forward(X, h_0, step):
    if X.shape[1] == 0:
        return np.zeros((len(X), 0, h_0.shape[1]), h_0.dtype), h_0
    H, h = forward(X[:, :-1], h_0, step)
    h = step(X[:, -1], h)
    return np.concatenate([H, h[:, None]], axis=1), h
