"""A mean within each sequence, and the sequences are added.

fails: bptt-loss-softmax bptt-loss-softmax-fresh bptt-loss-softmax-extreme
hint: softmax-sum-of-means
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    lengths = mask.sum(axis=1).astype(logits.dtype)
    return np.where(mask[:, :, None], p - one_hot, 0) / lengths[:, None, None]


def binary_gradient(logits, targets, mask):
    p = (1 + np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
