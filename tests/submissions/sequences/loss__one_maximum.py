"""Subtracts the largest logit of all.

fails: large
hint: one-maximum-for-all
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    a = a - a.max()
    log_p = a - np.log(np.exp(a).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].mean()
