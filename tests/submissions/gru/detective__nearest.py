"""The nearest run is the culprit; there always is one.

fails: open open-fresh
hint: one-culprit-for-certain
"""


def detect(H, run):
    distances = {
        (reset, update): np.abs(H - run(reset, update)).max()
        for reset in ("before", "after")
        for update in ("keeps", "takes")
    }
    return list(min(distances, key=distances.get))


def tellable(W_xh, W_hh, b_h, b_hg):
    h = len(b_hg)
    W_hg = W_hh[:, 2 * h :]
    reset = (W_hg != np.diag(np.diag(W_hg))).any() or b_hg.any()
    update = any(part[..., h : 2 * h].any() for part in (W_xh, W_hh, b_h))
    return bool(reset), bool(update)
