"""One softmax for all real steps together: the sum was given no axis.

fails: values fresh empty large anything no-class
hint: softmax-over-everything
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    a = a - a.max()
    p = np.exp(a) / np.exp(a).sum()
    return -np.log(p[np.arange(len(y)), y]).mean()
