"""Weighs every place with the mask.

fails: anything
hint: padding-leaks
"""


def masked_loss(logits, targets, mask):
    a = logits - logits.max(axis=-1, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=-1, keepdims=True))
    own = np.take_along_axis(log_p, np.where(mask, targets, 0)[..., None], axis=-1)[..., 0]
    return -(own * mask).sum() / mask.sum()
