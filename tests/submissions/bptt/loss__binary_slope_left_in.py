"""The slope of the sigmoid is multiplied in, as for a squared error.

fails: bptt-loss-binary bptt-loss-binary-fresh bptt-loss-binary-extreme
hint: binary-slope-left-in
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    return np.where(mask[:, :, None], (p - one_hot) / int(mask.sum()), 0)


def binary_gradient(logits, targets, mask):
    p = (1 + np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) * p * (1 - p) / int(mask.sum()), 0)
