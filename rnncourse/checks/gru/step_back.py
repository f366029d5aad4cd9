"""Mistakes of the exercise on the way back through one step, reset after the product, and its cases."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import GRU
from rnncourse.checks.gru.one_step import drawn
from rnncourse.checks.running import several
from rnncourse.checks.suspects import Suspect

BACK_NAMES = ("dx_t", "dh_prev", "dW_xh", "dW_hh", "db_h", "db_hg")


def signals(result):
    """dx_t and dh_prev: what goes back to where the step came from."""
    return tuple(several(result, BACK_NAMES)[:2])


def weights(result):
    """dW_xh, dW_hh, db_h and db_hg: what the step says to the parameters."""
    return tuple(several(result, BACK_NAMES)[2:])


def back_case(draw, n, d, h, dtype=np.float64, zero=False):
    """The arguments of ``step_backward`` and its six results by the course's cell."""
    cell = GRU()
    params = drawn(draw, cell, d, h, dtype)
    x_t, dh_t = (draw.normal(size=(n, size)).astype(dtype) for size in (d, h))
    h_prev = np.zeros((n, h), dtype) if zero else draw.uniform(-1, 1, size=(n, h)).astype(dtype)
    _, cache = cell.step_forward(params, x_t, h_prev)
    d_params, dx_t, dh_prev = cell.step_backward(params, cache, dh_t)
    return (*cache, params.W_xh, params.W_hh, dh_t), (dx_t, dh_prev, *d_params)


def _but(**changed):
    """The right way back with some of its lines replaced, each by a function of all that is known by then."""

    def wrong(x_t, h_prev, r, z, g, u, W_xh, W_hh, dh_t):
        W_hr, W_hz, W_hg = np.split(W_hh, 3, axis=1)
        k = {"x": x_t, "p": h_prev, "r": r, "z": z, "g": g, "u": u, "dh": dh_t, "W": (W_hr, W_hz, W_hg)}

        def line(name, right):
            k[name] = changed.get(name, right)(k)
            return k[name]

        dz = line("dz", lambda k: k["dh"] * (k["p"] - k["g"]))
        kept = line("kept", lambda k: k["dh"] * k["z"])
        line("dg", lambda k: k["dh"] * (1 - k["z"]))
        da_g = line("da_g", lambda k: k["dg"] * (1 - k["g"] ** 2))
        du = line("du", lambda k: k["da_g"] * k["r"])
        da_r = line("da_r", lambda k: k["da_g"] * k["u"] * k["r"] * (1 - k["r"]))
        da_z = line("da_z", lambda k: dz * k["z"] * (1 - k["z"]))
        by_candidate = line("by_candidate", lambda k: k["du"] @ W_hg.T)
        by_r, by_z = line("by_r", lambda k: da_r @ W_hr.T), line("by_z", lambda k: da_z @ W_hz.T)
        da = np.concatenate([da_r, da_z, da_g], axis=1)
        dW_hg, db_hg = line("dW_hg", lambda k: k["p"].T @ du), line("db_hg", lambda k: k["du"].sum(0))
        dW_hh = np.concatenate([h_prev.T @ da_r, h_prev.T @ da_z, dW_hg], axis=1)
        dh_prev = kept + by_candidate + by_r + by_z
        return da @ W_xh.T, dh_prev, x_t.T @ da, dW_hh, da.sum(0), db_hg

    return wrong


def _none(k):
    return np.zeros_like(k["dh"])


def _probe():
    """Arguments of one size throughout, with a state that is not zero: there all six results count."""
    return back_case(np.random.default_rng(0), n=2, d=2, h=2)[0]


STEP_BACK = (
    Suspect(
        "candidate-gradient-whole",
        _but(dg=lambda k: k["dh"]),
        "All of dh_t arrives at your candidate. It went into h_t with a weight, and comes back with the same; a unit "
        'that keeps its state (z near 1) has no use for the candidate\'s advice. See "Backward, line by line" in '
        "chapter 7.",
        probe=_probe(),
    ),
    Suspect(
        "update-gate-turned",
        _but(
            dz=lambda k: k["dh"] * (k["g"] - k["p"]),
            kept=lambda k: k["dh"] * (1 - k["z"]),
            dg=lambda k: k["dh"] * k["z"],
        ),
        "These are the gradients of a unit whose z takes the new state. Here z keeps the old one.",
        also=(
            _but(kept=lambda k: k["dh"] * (1 - k["z"])),
            _but(dg=lambda k: k["dh"] * k["z"]),
            _but(kept=lambda k: k["dh"] * (1 - k["z"]), dg=lambda k: k["dh"] * k["z"]),
        ),
        probe=_probe(),
    ),
    Suspect(
        "update-gate-sign",
        _but(dz=lambda k: k["dh"] * (k["g"] - k["p"])),
        "What goes through z has the opposite sign. If z grows a little, h_t gets more of one thing and less of "
        "another: more of which?",
        probe=_probe(),
    ),
    Suspect(
        "update-gate-half",
        _but(dz=lambda k: k["dh"] * k["p"]),
        "z stands twice in the last line of the step: as the weight of the old state, and in the weight of "
        "the candidate. Your gradient knows of one of the two alone.",
        also=(_but(dz=lambda k: -k["dh"] * k["g"]),),
        probe=_probe(),
    ),
    Suspect(
        "kept-path-left-out",
        _but(kept=_none),
        "Your dh_prev lacks the way that passes no matrix: from h_prev straight into h_t. It is the one by which "
        "gradients last; at {where} it would bring {got} to {want}.",
        probe=_probe(),
    ),
    Suspect(
        "kept-path-whole",
        _but(kept=lambda k: k["dh"]),
        "The direct way from h_prev to h_t passes a gate, and your gradient comes through it undiminished.",
        probe=_probe(),
    ),
    Suspect(
        "reset-path-left-out",
        _but(by_r=_none),
        "Your dh_prev lacks what comes back through the reset gate. r was made from h_prev too, so h_prev "
        "moves r, r moves the candidate, and the candidate moves h_t.",
        also=(_but(da_r=_none),),
        probe=_probe(),
    ),
    Suspect(
        "update-path-left-out",
        _but(by_z=_none),
        "Your dh_prev lacks what comes back through the update gate. z was made from h_prev too.",
        also=(_but(da_z=_none),),
        probe=_probe(),
    ),
    Suspect(
        "second-bias-outside-the-reset",
        _but(db_hg=lambda k: k["da_g"].sum(0)),
        "Your db_hg is that of a bias beside b_g. b_hg stands inside the bracket that r multiplies, so what comes "
        "back to it has passed r, row by row, before it is summed.",
        also=(_but(db_hg=lambda k: k["da_g"].sum(0), dW_hg=lambda k: k["p"].T @ k["da_g"]),),
        probe=_probe(),
    ),
    Suspect(
        "candidate-path-without-reset",
        _but(du=lambda k: k["da_g"]),
        "What goes back through H W_hg + b_hg has not passed r. Forward, r multiplied that product; back, it "
        "multiplies the gradient.",
        also=(
            _but(by_candidate=lambda k: k["da_g"] @ k["W"][2].T),
            _but(dW_hg=lambda k: k["p"].T @ k["da_g"]),
        ),
        probe=_probe(),
    ),
    Suspect(
        "as-if-reset-before",
        _but(
            by_candidate=lambda k: (k["da_g"] @ k["W"][2].T) * k["r"],
            dW_hg=lambda k: (k["r"] * k["p"]).T @ k["da_g"],
        ),
        "The candidate's path is that of a reset *before* the product. Here the product is taken first, and r scales "
        "its columns.",
        also=(
            _but(by_candidate=lambda k: (k["da_g"] @ k["W"][2].T) * k["r"]),
            _but(dW_hg=lambda k: (k["r"] * k["p"]).T @ k["da_g"]),
        ),
        probe=_probe(),
    ),
    Suspect(
        "reset-gate-by-the-state",
        _but(da_r=lambda k: k["da_g"] * k["p"] * k["r"] * (1 - k["r"])),
        "The reset gate's gradient is paired with h_prev. In this form r multiplied something else.",
        also=(
            _but(
                da_r=lambda k: (k["da_g"] @ k["W"][2].T) * k["p"] * k["r"] * (1 - k["r"]),
            ),
        ),
        probe=_probe(),
    ),
    Suspect(
        "matrices-not-turned",
        _but(
            by_r=lambda k: k["da_r"] @ k["W"][0],
            by_z=lambda k: k["da_z"] @ k["W"][1],
            by_candidate=lambda k: k["du"] @ k["W"][2],
        ),
        "dh_prev goes through the blocks of W_hh in the direction of the forward pass. They are square, so NumPy takes "
        "them either way round.",
        probe=_probe(),
    ),
    Suspect(
        "tanh-slope-left-out",
        _but(da_g=lambda k: k["dg"]),
        "The candidate's tanh is passed as if it were not there. What is its slope where it gave g?",
        probe=_probe(),
    ),
    Suspect(
        "gate-slope-left-out",
        _but(da_r=lambda k: k["da_g"] * k["u"], da_z=lambda k: k["dz"]),
        "The gates' sigmoids are passed as if they were not there. Their slope can be written in their values.",
        also=(_but(da_r=lambda k: k["da_g"] * k["u"]), _but(da_z=lambda k: k["dz"])),
        probe=_probe(),
    ),
)
