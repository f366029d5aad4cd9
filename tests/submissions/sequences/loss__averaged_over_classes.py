"""Multiplies by one-hot targets and averages over classes, too.

fails: values fresh empty large anything no-class
hint: divided-by-classes-too
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    a = a - a.max(axis=1, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=1, keepdims=True))
    return -(np.eye(a.shape[1])[y] * log_p).mean()
