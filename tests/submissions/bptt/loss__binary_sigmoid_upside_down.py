"""The sigmoid of the wrong sign: 1 / (1 + e^o).

fails: bptt-loss-binary bptt-loss-binary-fresh bptt-loss-binary-extreme
hint: binary-sigmoid-turned
"""


def softmax_gradient(logits, targets, mask):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = p / p.sum(axis=-1, keepdims=True)
    one_hot = np.eye(logits.shape[-1], dtype=logits.dtype)[targets]
    return np.where(mask[:, :, None], (p - one_hot) / int(mask.sum()), 0)


def binary_gradient(logits, targets, mask):
    p = (1 - np.tanh(logits / 2)) / 2
    return np.where(mask, (p - targets) / int(mask.sum()), 0)
