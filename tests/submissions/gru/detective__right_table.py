"""A table of the four distances, read by rows and by columns; the weights probed with numbers.

right
"""


def detect(H, run):
    near = np.array(
        [
            [abs(H - run(reset, update)).max() < 1e-4 for update in ("keeps", "takes")]
            for reset in ("before", "after")
        ]
    )
    rows, columns = near.any(axis=1), near.any(axis=0)
    reset = "cannot tell" if rows.all() else "before" if rows[0] else "after"
    update = "cannot tell" if columns.all() else "keeps" if columns[0] else "takes"
    return [reset, update]


def tellable(W_xh, W_hh, b_h, b_hg):
    draw, h = np.random.default_rng(1), len(b_hg)
    x, old = draw.normal(size=(50, len(W_xh))), 3 * draw.normal(size=(50, h))
    gates = sigmoid(x @ W_xh[:, : 2 * h] + old @ W_hh[:, : 2 * h] + b_h[: 2 * h])
    r, z, W_hg = gates[:, :h], gates[:, h:], W_hh[:, 2 * h :]
    apart = (r * old) @ W_hg + b_hg - r * (old @ W_hg + b_hg)
    return bool(abs(apart).max() > 1e-9), bool(abs(z - 0.5).max() > 1e-9)
