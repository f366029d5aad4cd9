"""A stable softmax, and its logarithm afterwards.

fails: large
hint: logarithm-of-zero
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    e = np.exp(a - a.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y]).mean()
