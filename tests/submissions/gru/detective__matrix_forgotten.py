"""The two resets are thought to differ by the second bias alone.

fails: tellable tellable-fresh
hint: matrix-forgotten
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
    reset = b_hg.any()
    update = any(part[..., h : 2 * h].any() for part in (W_xh, W_hh, b_h))
    return bool(reset), bool(update)
