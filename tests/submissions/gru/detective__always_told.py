"""Keeping and taking are thought to differ always.

fails: tellable tellable-fresh
hint: update-always-told
"""


def detect(H, run):
    fits = []
    for reset in ("before", "after"):
        for update in ("keeps", "takes"):
            if np.allclose(H, run(reset, update), rtol=0, atol=1e-4):
                fits.append((reset, update))
    resets, updates = {reset for reset, _ in fits}, {update for _, update in fits}
    return [found.pop() if len(found) == 1 else "cannot tell" for found in (resets, updates)]


def tellable(W_xh, W_hh, b_h, b_hg):
    h = len(b_hg)
    W_hg = W_hh[:, 2 * h :]
    reset = (W_hg != np.diag(np.diag(W_hg))).any() or b_hg.any()
    update = True
    return bool(reset), bool(update)
