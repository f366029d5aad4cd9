"""Begins with all answers and crosses out.

right
"""


def detect(H, run):
    left = {(reset, update) for reset in ("before", "after") for update in ("keeps", "takes")}
    for suspect in list(left):
        if np.any(np.abs(run(*suspect) - H) > 1e-4):
            left.remove(suspect)
    verdict = []
    for place in range(2):
        words = sorted({one[place] for one in left})
        verdict.append(words[0] if len(words) == 1 else "cannot tell")
    return verdict


def tellable(W_xh, W_hh, b_h, b_hg):
    h = len(b_hg)
    reset = any(b != 0 for b in b_hg)
    for i in range(h):
        for j in range(h):
            if i != j and W_hh[i, 2 * h + j] != 0:
                reset = True
    rows = np.vstack([W_xh, W_hh, b_h])[:, h : 2 * h]
    return reset, bool(np.abs(rows).sum() > 0)
