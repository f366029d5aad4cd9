"""Two runs are the same only if they are so bit for bit.

fails: values open fresh open-fresh
hint: bit-for-bit
"""


def detect(H, run):
    fits = []
    for reset in ("before", "after"):
        for update in ("keeps", "takes"):
            if np.array_equal(H, run(reset, update)):
                fits.append((reset, update))
    resets, updates = {reset for reset, _ in fits}, {update for _, update in fits}
    return [found.pop() if len(found) == 1 else "cannot tell" for found in (resets, updates)]


def tellable(W_xh, W_hh, b_h, b_hg):
    h = len(b_hg)
    W_hg = W_hh[:, 2 * h :]
    reset = (W_hg != np.diag(np.diag(W_hg))).any() or b_hg.any()
    update = any(part[..., h : 2 * h].any() for part in (W_xh, W_hh, b_h))
    return bool(reset), bool(update)
