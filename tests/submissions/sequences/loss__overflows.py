"""The formula as it stands.

fails: large
hint: power-overflows
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    p = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y]).mean()
