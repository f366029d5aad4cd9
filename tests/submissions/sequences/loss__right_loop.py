"""One real step after the other.

right
"""


def masked_loss(logits, targets, mask):
    total, count = 0.0, 0
    for i, t in np.argwhere(mask):
        a = logits[i, t].astype(float)
        largest = a.max()
        total += largest + np.log(np.exp(a - largest).sum()) - a[targets[i, t]]
        count += 1
    return total / count
