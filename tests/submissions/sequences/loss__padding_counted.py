"""Averages over the whole box.

fails: values fresh empty anything no-class
hint: padding-counted
"""


def masked_loss(logits, targets, mask):
    a = logits - logits.max(axis=-1, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=-1, keepdims=True))
    return -np.take_along_axis(log_p, targets[..., None], axis=-1).mean()
