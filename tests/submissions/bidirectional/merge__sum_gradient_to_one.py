"""Only one direction gets it.

fails: bidirectional-merge-gradients bidirectional-merge-gradients-fresh
hint: sum-gradient-to-one
"""


def merge_backward(dH, how):
    if how not in ("concat", "sum", "mean"):
        raise ValueError(how)
    if how == "concat":
        h = dH.shape[2] // 2
        return dH[:, :, :h], dH[:, :, h:]
    if how == "sum":
        return dH, np.zeros_like(dH)
    return dH / 2, dH / 2


def merge(H_ahead, H_back, how):
    if how not in ("concat", "sum", "mean"):
        raise ValueError(how)
    if how == "concat":
        return np.concatenate([H_ahead, H_back], axis=2)
    return (H_ahead + H_back) / (2 if how == "mean" else 1)
