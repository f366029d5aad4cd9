"""Looks up the target of every place before it chooses.

fails: no-class
hint: padding-class-looked-up
"""


def masked_loss(logits, targets, mask):
    n, T, q = logits.shape
    a = logits - logits.max(axis=-1, keepdims=True)
    log_p = a - np.log(np.exp(a).sum(axis=-1, keepdims=True))
    own = log_p[np.arange(n)[:, None], np.arange(T), targets]
    return -own[mask].mean()
