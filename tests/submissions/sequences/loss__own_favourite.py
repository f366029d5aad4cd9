"""Charges for the most likely class.

fails: values fresh empty large anything no-class
hint: largest-for-target
"""


def masked_loss(logits, targets, mask):
    a = logits[mask]
    a = a - a.max(axis=1, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=1, keepdims=True))
    return -log_p.max(axis=1).mean()
