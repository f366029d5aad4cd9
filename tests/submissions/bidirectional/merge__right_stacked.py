"""Stacks the directions and works along their axis.

right
"""


def merge(H_ahead, H_back, how):
    both = np.stack([H_ahead, H_back], axis=2)
    if how == "concat":
        return both.reshape(*both.shape[:2], -1)
    if how == "sum":
        return both.sum(axis=2)
    if how == "mean":
        return both.mean(axis=2)
    raise ValueError("concat, sum or mean")


def merge_backward(dH, how):
    n, T, width = dH.shape
    if how == "concat":
        both = dH.reshape(n, T, 2, width // 2)
    elif how in ("sum", "mean"):
        both = np.stack([dH, dH], axis=2) / (1 if how == "sum" else 2)
    else:
        raise ValueError("concat, sum or mean")
    return both[:, :, 0], both[:, :, 1]
