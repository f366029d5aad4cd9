"""The end first: a function that goes back through all later steps before its own.

right
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    T = X.shape[1]
    dX, shares = [None] * T, []

    def into(t):
        """The gradient that arrives at the state after step t."""
        if t == T - 1:
            return dH[:, t] + dh_T
        return dH[:, t] + back(t + 1)

    def back(t):
        before = h_0 if t == 0 else H[:, t - 1]
        dX[t], d_before, *grads = step_back(X[:, t], before, H[:, t], into(t))
        shares.append(grads)
        return d_before

    dh_0 = back(0)
    return (np.stack(dX, axis=1), dh_0, *(np.sum(part, axis=0) for part in zip(*shares)))
