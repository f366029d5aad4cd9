"""Mistakes of the exercise on a stack of layers, forward, and its cases."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import RNN, Stacked
from rnncourse.checks.suspects import Suspect


def drawn(draw, widths, n, d, dtype=np.float64, zero=False):
    """Plain cells of these widths, the first at the bottom: (params, states), lists of what each layer has."""
    params, states = [], []
    for h in widths:
        shapes = RNN().shapes(d, h).values()
        params.append(tuple((0.8 * draw.normal(size=shape)).astype(dtype) for shape in shapes))
        state = np.zeros((n, h)) if zero else draw.uniform(-1, 1, size=(n, h))
        states.append(state.astype(dtype))
        d = h
    return params, states


def layers_of(params):
    """The course's stack of such cells, and its parameters."""
    return Stacked([RNN()] * len(params)), tuple(RNN.Params(*own) for own in params)


def stack_step_case(draw, widths, n, d, dtype=np.float64):
    """The arguments of ``stack_step`` and the new states, a tuple, by the course's stack."""
    params, states = drawn(draw, widths, n, d, dtype)
    x_t = draw.normal(size=(n, d)).astype(dtype)
    stack, own = layers_of(params)
    return (x_t, states, params), stack.step(own, x_t, tuple(states))


def stack_case(draw, widths, lengths, T, d, dtype=np.float64, zero=False):
    """The arguments of ``stack_forward`` and (H, final state of each layer) by the course's stack."""
    n = len(lengths)
    params, states = drawn(draw, widths, n, d, dtype, zero)
    X = draw.normal(size=(n, T, d)).astype(dtype)
    stack, own = layers_of(params)
    H, finals, _ = stack.forward(own, X, tuple(states), lengths=lengths)
    return (X, lengths, states, params), (H, *finals)


def state_names(widths, what="the state of layer"):
    """What the arrays of a list are called, one for each layer; as in the chapter the bottom is layer 1."""
    return [f"{what} {index + 1}" for index in range(len(widths))]


def each_layer(result):
    """A list of arrays, one for each layer, as a tuple, for a view; raises TypeError for anything else."""
    if isinstance(result, np.ndarray) and result.ndim == 3:
        return tuple(result)
    if not isinstance(result, (tuple, list)):
        raise TypeError("a list is wanted, of one array for each layer")
    return tuple(result)


def outputs_and_states(result):
    """(H, finals) as (H, one array for each layer), for a view; raises TypeError for anything else."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise TypeError("two things are wanted, the outputs and the list of the final states")
    return (result[0], *each_layer(result[1]))


def _step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)


def _up(x_t, states, params, reads=None, cell=None):
    """New states from the bottom up; reads(l, x_t, states, new) is what layer l reads, cell(l) whose weights it has."""
    reads, new = reads or _below, []
    for layer, h_prev in enumerate(states):
        seen = reads(layer, x_t, states, new)
        new.append(_step(seen, h_prev, *params[layer if cell is None else cell(layer)]))
    return new


def _below(layer, x_t, states, new):
    return new[-1] if new else x_t


def _below_before(layer, x_t, states, new):
    return states[layer - 1] if layer else x_t


def _input(layer, x_t, states, new):
    return x_t


def _run(X, lengths, states, params, hold=np.where, show=np.where, only=slice(None), more=0, **parts):
    """H and the final states; hold(real, new, old) is the next state, show(real, top, 0) the output.

    only: the layers that are held; more: how many steps too many count as real.
    """
    H = []
    for t in range(X.shape[1]):
        real = (t < lengths + more)[:, None]
        new = _up(X[:, t], states, params, **parts)
        held = range(len(new))[only]
        states = [hold(real, new[k], states[k]) if k in held else new[k] for k in range(len(new))]
        H.append(show(real, states[-1], 0).astype(X.dtype))
    return np.stack(H, axis=1), states


def _but(finals=lambda H, states: states, outputs=lambda H: H, **parts):
    def wrong(*args):
        H, states = _run(*args, **parts)
        return outputs(H), finals(H, states)

    return wrong


def _new(real, one, other):
    return one


def _handed_up(X, lengths, states, params):
    """Layer by layer, each begun from the final state of the one below it."""
    finals, before = [], states[0]
    for own in params:
        X, (before,) = _run(X, lengths, [before], [own])
        finals.append(before)
    return X, finals


def _from_the_box(X, lengths, states, params):
    finals = []
    for own, before in zip(params, states, strict=True):
        X, _ = _run(X, lengths, [before], [own])
        finals.append(X[:, -1])
    return X, finals


def _bottom_shown(X, lengths, states, params):
    return _run(X, lengths, states[:1], params[:1])[0], _run(X, lengths, states, params)[1]


_SHARED = (
    (
        "below-of-the-step-before",
        {"reads": _below_before},
        "Your upper layers read what the layer below them had made a step *before*: what enters at the bottom would "
        "come to the top D − 1 steps late. Within one step the stack is climbed from the bottom to the top; by when is "
        "the state below new?",
    ),
    (
        "everybody-reads-the-input",
        {"reads": _input},
        "Each of your layers reads x_t. These are D cells side by side; in a stack only the first sees the input. "
        "The shapes of the second W_xh tell what it expects.",
    ),
    (
        "first-cell-everywhere",
        {"cell": lambda layer: 0},
        "Every layer of yours works with the weights of the first. A stack has a set for each layer.",
    ),
)

STACK_STEP = (
    *(Suspect(name, lambda *args, parts=parts: _up(*args, **parts), hint) for name, parts, hint in _SHARED),
    Suspect(
        "only-the-top",
        lambda *args: _up(*args)[-1:],
        "You return the state of the top layer alone. Every layer needs its own state for the next step.",
        also=(lambda *args: _up(*args)[-1],),
    ),
)

STACK = (
    *(
        Suspect(
            name,
            _but(**parts),
            hint,
            also=(_but(**parts, hold=_new, show=_new), _but(**parts, show=_new)),
        )
        for name, parts, hint in _SHARED
    ),
    Suspect(
        "padding-read-as-data",
        _but(hold=_new, show=_new),
        "Your states do not depend on the lengths: short sequences go on reading what is not theirs. At "
        '{where} you have {got}, expected {want}; see "Padding" in chapter 2.',
        also=(_but(hold=_new),),
    ),
    Suspect(
        "padding-not-cleared",
        _but(show=_new),
        "The states are held as they should be. Behind a sequence's end H shows the held state; it should show zeros.",
    ),
    Suspect(
        "held-at-the-top-alone",
        _but(only=slice(-1, None)),
        "Behind a sequence's end you hold the top layer's state, and the layers below it read on. The final state of "
        "each of them is asked for as well.",
    ),
    Suspect(
        "one-step-too-many",
        _but(more=1),
        "Your short sequences read one step more than they have. Steps are counted from 0: which t is the last one of "
        "a sequence of two steps?",
    ),
    Suspect(
        "state-handed-up",
        _handed_up,
        "Layer 1 begins from its own state and layer 2 from what layer 1 ended with. Final states go on in *time*, "
        "to the next stretch of the same layer; what goes *up* is the outputs.",
    ),
    Suspect(
        "final-state-from-the-box",
        _from_the_box,
        "A final state of a short sequence is zero: it was read at the last place of the box. "
        "A sequence's final states are those of its own last step, in every layer.",
    ),
    Suspect(
        "only-the-top",
        _but(finals=lambda H, states: states[-1:]),
        "Your second result holds the top layer's final state alone. A caller who goes on with the next stretch of "
        "text needs what every layer held.",
        also=(_but(finals=lambda H, states: states[-1]), _but(finals=lambda H, states: [H[:, -1]])),
    ),
    Suspect(
        "bottom-shown",
        _bottom_shown,
        "The final states are right, and H shows the outputs of the first layer. What a stack shows is what its top "
        "shows.",
    ),
    Suspect(
        "start-from-zeros",
        lambda X, lengths, states, params: _run(X, lengths, [np.zeros_like(one) for one in states], params),
        "You begin with zeros. The states before the first step are among the arguments, one for each layer.",
    ),
    Suspect(
        "steps-first",
        _but(outputs=lambda H: H.transpose(1, 0, 2)),
        "Your H has the steps on its first axis. A list of T outputs [n, h] stacked as it is gives [T, n, h]; "
        "here sequences come first.",
    ),
)
