"""A factor for each word.

right
"""

FACTORS = {"sum": 1.0, "mean": 0.5}


def merge(H_ahead, H_back, how):
    if how == "concat":
        return np.dstack([H_ahead, H_back])
    if how in FACTORS:
        return FACTORS[how] * H_ahead + FACTORS[how] * H_back
    raise ValueError(f"no such way: {how}")


def merge_backward(dH, how):
    if how == "concat":
        return np.split(dH, 2, axis=-1)
    if how in FACTORS:
        return [FACTORS[how] * dH] * 2
    raise ValueError(f"no such way: {how}")
