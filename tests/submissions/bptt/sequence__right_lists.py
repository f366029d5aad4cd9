"""Lists in the order of the walk, turned round at the end; a list is returned.

right
"""


def backward(X, h_0, H, dH, dh_T, step_back):
    befores = [h_0] + [H[:, t] for t in range(X.shape[1] - 1)]
    carried, dxs, dUs, dWs, dbs = dh_T, [], [], [], []
    for t in range(X.shape[1] - 1, -1, -1):
        dx, carried, dU, dW, db = step_back(X[:, t], befores[t], H[:, t], carried + dH[:, t])
        dxs.append(dx), dUs.append(dU), dWs.append(dW), dbs.append(db)
    return [
        np.stack(dxs[::-1], axis=1),
        carried,
        np.sum(dUs, axis=0),
        np.sum(dWs, axis=0),
        np.sum(dbs, axis=0),
    ]
