"""Norms of the arrays first, then the norm of the norms; looks at each array for NaN.

right
"""


def clip_by_global_norm(gradients, limit):
    for i, gradient in enumerate(gradients):
        if np.isnan(gradient).any() or np.isinf(gradient).any():
            raise ValueError(f"gradient {i} is not finite")
    norms = [np.sqrt((gradient**2).sum()) for gradient in gradients]
    norm = np.hypot.reduce(np.array(norms))
    clipped = []
    for gradient in gradients:
        clipped.append(gradient / gradient.dtype.type(norm / limit) if norm > limit else gradient.copy())
    return tuple(clipped), norm
