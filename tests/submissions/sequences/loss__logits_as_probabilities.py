"""Takes the logarithm of logits.

fails: values fresh empty large anything no-class
hint: logits-taken-for-probabilities
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    return -np.log(a[np.arange(len(y)), y]).mean()
