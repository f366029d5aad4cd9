"""Takes the softmax of probabilities.

fails: values fresh empty large anything no-class
hint: softmax-twice
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    e = np.exp(a - a.max(axis=1, keepdims=True))
    a = e / e.sum(axis=1, keepdims=True)
    a = a - a.max(axis=1, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].mean()
