"""The mask is multiplied in, and zero times NaN is NaN.

fails: bptt-loss-softmax-extreme
hint: softmax-padding-leaks
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    return mask[:, :, None] * (p - one_hot) / int(mask.sum())


def binary_gradient(logits, targets, mask):
    p = (1 + np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
