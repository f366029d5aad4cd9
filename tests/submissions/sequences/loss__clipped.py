"""Keeps probabilities away from zero.

fails: large
hint: probabilities-clipped
"""


def masked_loss(logits, targets, mask):
    a, y = logits[mask], targets[mask]
    e = np.exp(a - a.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(np.clip(p[np.arange(len(y)), y], 1e-7, 1 - 1e-7)).mean()
