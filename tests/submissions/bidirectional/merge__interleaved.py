"""Unit beside unit.

fails: bidirectional-merge-values bidirectional-merge-fresh
hint: units-interleaved
"""


def merge(H_ahead, H_back, how):
    if how not in ("concat", "sum", "mean"):
        raise ValueError(how)
    if how == "concat":
        return np.stack([H_ahead, H_back], axis=-1).reshape(*H_ahead.shape[:2], -1)
    return (H_ahead + H_back) / (2 if how == "mean" else 1)


def merge_backward(dH, how):
    if how not in ("concat", "sum", "mean"):
        raise ValueError(how)
    if how == "concat":
        h = dH.shape[2] // 2
        return dH[:, :, :h], dH[:, :, h:]
    if how == "sum":
        return dH, dH
    return dH / 2, dH / 2
