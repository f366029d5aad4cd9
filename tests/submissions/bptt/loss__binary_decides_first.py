"""The answer is rounded to yes or no before it is compared.

fails: bptt-loss-binary bptt-loss-binary-fresh bptt-loss-binary-extreme
hint: binary-decided
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    return np.where(mask[:, :, None], (p - one_hot) / int(mask.sum()), 0)


def binary_gradient(logits, targets, mask):
    decided = (logits > 0).astype(logits.dtype)
    return np.where(mask, (decided - targets) / int(mask.sum()), 0)
