"""The sum is masked and divided by n · T.

fails: bptt-loss-softmax bptt-loss-softmax-fresh bptt-loss-softmax-extreme
hint: softmax-padding-in-the-mean
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    gap = np.where(mask[:, :, None], p - one_hot, 0)
    return gap / (logits.shape[0] * logits.shape[1])


def binary_gradient(logits, targets, mask):
    p = (1 + np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
