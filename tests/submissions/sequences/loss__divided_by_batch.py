"""Divides by the number of sequences.

fails: values fresh empty large anything no-class
hint: divided-by-sequences
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    a = a - a.max(axis=1, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].sum() / len(logits)
