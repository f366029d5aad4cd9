"""Normalises over all real steps, class by class.

fails: values fresh empty large anything no-class
hint: softmax-over-steps
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    a = a - a.max(axis=0)
    log_p = a - np.log(np.exp(a).sum(axis=0))
    return -log_p[np.arange(len(y)), y].mean()
