"""Mistakes of the exercise on ranking networks by the gradient that reaches back, and networks to be ranked."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import RNN
from rnncourse.cells.initializers import orthogonal
from rnncourse.checks.suspects import Suspect

_CELL = RNN()


def order(cases):
    """Indices of the cases from the smallest ‖∂L/∂H_0‖ to the largest, and those norms, by the course's cell."""
    norms = []
    for X, dh_T, *weights in cases:
        params = _CELL.Params(*weights)
        _, _, tape = _CELL.forward(params, X)
        norms.append(np.linalg.norm(_CELL.backward(params, tape, d_final=dh_T)[2]))
    return np.argsort(norms), np.sort(norms)


def ranking(result):
    """What a learner returns as one array of integers, for a view; raises TypeError for anything else."""
    given = np.asarray(result) if isinstance(result, (list, tuple, np.ndarray)) else None
    if given is None or given.ndim != 1 or given.dtype.kind not in "iu":
        raise TypeError("a list of indices is wanted, one for each network")
    return given.astype(int)


def networks(draw, kinds, n=3, T=10, d=2, h=5, may_pass=(), tries=10_000):
    """Networks of the kinds given (name, scale of W_hh, scale of the inputs) whose ranks are far apart.

    Drawn until no two gradients are within a factor of 1.5 and until all mistakes below give orders of their own, so
    that nothing passes by luck, nor does the order in which they come; but those whose hints ``may_pass`` names may.
    Raises RuntimeError where ``tries`` draws give none.
    """
    for _ in range(tries):
        cases = [_network(draw, kind, radius, inputs, n, T, d, h) for kind, radius, inputs in kinds]
        cases = [cases[i] for i in draw.permutation(len(cases))]
        norms = np.array([_carried(case, _tanh_slope) for case in cases])
        apart = np.sort(norms)
        if (
            apart[0] > 1e-200
            and (apart[1:] / apart[:-1]).min() >= 1.5
            and _told_apart(cases, norms, may_pass)
        ):
            return cases
    raise RuntimeError("no such networks were found; are the kinds too much alike?")


def _told_apart(cases, norms, may_pass):
    """Whether all mistakes give orders of their own, or the right one where they may."""
    right = tuple(np.argsort(norms))
    taken = {right, tuple(range(len(cases)))}
    for suspect in RANK:
        given = tuple(suspect.wrong(cases))
        if given in taken and not (given == right and suspect.hint_id in may_pass):
            return False
        taken.add(given)
    return True


def _network(draw, kind, radius, inputs, n, T, d, h):
    if kind == "orthogonal":
        W_hh = radius * orthogonal(draw, h, h)
    elif kind == "gaussian":
        W_hh = draw.normal(size=(h, h))
        W_hh *= radius / np.abs(np.linalg.eigvals(W_hh)).max()
    else:  # "feed-forward": its eigenvalues are small, its norm is not
        W_hh = np.triu(draw.normal(size=(h, h)), 1) * 3 + np.diag(np.full(h, 0.3 * radius))
    X = inputs * draw.normal(size=(n, T, d))
    return X, draw.normal(size=(n, h)), draw.normal(size=(d, h)), W_hh, inputs * 0.1 * draw.normal(size=h)


def _states(case):
    X, dh_T, W_xh, W_hh, b_h = case
    states = [np.zeros_like(dh_T)]
    for t in range(X.shape[1]):
        states.append(np.tanh(X[:, t] @ W_xh + states[-1] @ W_hh + b_h))
    return np.stack(states[1:], axis=1)


def _carried(case, slope, turn=lambda W: W.T, order=reversed):
    """The norm of dh_T carried back with these slopes and this side of the matrix."""
    _, dh, _, W_hh, _ = case
    H = _states(case)
    for t in order(range(H.shape[1])):
        dh = (dh * slope(H[:, t])) @ turn(W_hh)
    return np.linalg.norm(dh)


def _by(measure):
    return lambda cases: np.argsort([measure(case) for case in cases])


def _right(cases):
    return np.argsort([_carried(case, _tanh_slope) for case in cases])


def _tanh_slope(h):
    return 1 - h**2


RANK = (
    Suspect(
        "ranked-from-the-largest",
        lambda cases: _right(cases)[::-1],
        "The order is right and turned round: the one whose gradient vanishes most comes first.",
    ),
    Suspect(
        "places-for-indices",
        lambda cases: np.argsort(_right(cases)),
        "You give the *place* of each network; wanted are the networks, by their indices, in the order of places.",
    ),
    Suspect(
        "ranked-by-spectral-radius",
        _by(lambda case: np.abs(np.linalg.eigvals(case[3])).max()),
        "This is the order of the spectral radii of W_hh. The radius rules products of one matrix over very many "
        "steps; over a few a matrix of small radius can stretch, and the slopes of tanh count as well.",
    ),
    Suspect(
        "ranked-by-spectral-norm",
        _by(lambda case: np.linalg.norm(case[3], 2)),
        "This is the order of the spectral norms of W_hh, which bound the gradient from above. A bound need "
        "not be reached, and inputs that saturate the tanh shrink what the matrix would keep.",
    ),
    Suspect(
        "ranked-by-frobenius-norm",
        _by(lambda case: np.linalg.norm(case[3])),
        "This is the order of the matrices by the size of their entries. What counts is what their product with the "
        "slopes, step after step, leaves of the gradient.",
    ),
    Suspect(
        "ranked-by-inputs",
        _by(lambda case: -np.linalg.norm(case[0])),
        "This is the order of the inputs' sizes, the largest first. Large inputs do saturate the tanh; what the "
        "recurrent matrix makes of the rest counts too.",
    ),
    Suspect(
        "slopes-ignored",
        _by(lambda case: _carried(case, np.ones_like)),
        "This is the order without the slopes of the tanh, as if the cell were linear. Where inputs are large the "
        "states are near ±1, and a step lets little through.",
    ),
    Suspect(
        "matrix-ignored",
        _by(lambda case: _carried(case, _tanh_slope, lambda W: np.eye(len(W)))),
        "This is the order by the slopes of the tanh alone. At every step the gradient also passes W_hh.",
    ),
    Suspect(
        "ranked-by-one-step",
        _by(lambda case: np.linalg.norm((case[1] * _tanh_slope(_states(case)[:, -1])) @ case[3].T)),
        "This is the order after *one* step back. Over all T steps the order is another: what shrinks by a little "
        "shrinks by that little every time.",
    ),
    Suspect(
        "carried-from-the-wrong-side",
        _by(lambda case: _carried(case, _tanh_slope, lambda W: W)),
        "Your gradient passes W_hh in the direction of the forward pass. It is square, so NumPy takes it either way.",
    ),
    Suspect(
        "ranked-by-states",
        _by(lambda case: np.linalg.norm(_states(case)[:, -1])),
        "This is the order by the size of the last states. How large a state is says little on how much it would have "
        "changed had H_0 been another.",
    ),
)
