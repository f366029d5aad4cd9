"""Mistakes of the exercise on padded sequences."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.rnn.time import all_states
from rnncourse.checks.suspects import Suspect


def _padded(X, lengths, h_0, step, rule, output):
    h, H = h_0, []
    for t in range(X.shape[1]):
        new = step(X[:, t], h)
        on = (t < lengths)[:, None]
        h = rule(t, on, new, h)
        H.append(output(t, on, h))
    return np.stack(H, axis=1), h


def _held(t, on, new, old):
    return np.where(on, new, old)


def _read(t, on, new, old):
    return new


def _wiped(t, on, new, old):
    return np.where(on, new, 0)


def _weighed(t, on, new, old):
    return on * new + (1 - on) * old


def _final_by_index(X, lengths, h_0, step, output):
    H, _ = _padded(X, lengths, h_0, step, _read, output)
    return H, H[np.arange(len(H)), lengths - 1]


def _shows_new(X, lengths, h_0, step):
    """Outputs are what the step gives, also in the padding; the state is held."""
    h, H = h_0, []
    for t in range(X.shape[1]):
        new = step(X[:, t], h)
        h = np.where((t < lengths)[:, None], new, h)
        H.append(new)
    return np.stack(H, axis=1), h


def _clean(X, lengths):
    return np.where((np.arange(X.shape[1]) < lengths[:, None])[..., None], X, 0)


def _own_length_as_index(X, lengths, h_0, step):
    H, _ = _padded(X, lengths, h_0, step, _held, _zeroed)
    return H, H[np.arange(len(H)), lengths]


def _stopped(X, lengths, h_0, step, stop):
    """All sequences end together after ``stop`` steps; zeros follow."""
    states = all_states(X[:, :stop], h_0, step)
    rest = np.zeros((len(X), X.shape[1] - stop, h_0.shape[1]), X.dtype)
    return np.concatenate([np.stack(states, axis=1), rest], axis=1), states[-1]


def _without_axis(X, lengths, h_0, step):
    return np.where(lengths > 0, step(X[:, 0], h_0), h_0)


def _short_box(X, lengths, h_0, step):
    return _padded(X[:, : lengths.max()], lengths, h_0, step, _held, _zeroed)


def _mask_of_integers(X, lengths, h_0, step):
    """The error, if there is one, of a mask that turns float32 states into float64; no value otherwise."""
    _padded(X, lengths, h_0, step, _weighed, _zeroed)


def _zeroed(t, on, h):
    return np.where(on, h, 0)


def _as_it_is(t, on, h):
    return h


#: A running sum over two sequences, the second of which is one step long.
_TWO_SEQUENCES = (
    np.array([[[1.0], [2.0], [3.0]], [[4.0], [5.0], [6.0]]]),
    np.array([3, 1]),
    np.ones((2, 1)),
    lambda x_t, h_prev: h_prev + x_t,
)

PADDED = (
    Suspect(
        "padding-ignored",
        lambda X, lengths, h_0, step: _padded(X, lengths, h_0, step, _read, _as_it_is),
        "This is what all T steps give, padding included: `lengths` plays no part in it.",
        probe=_TWO_SEQUENCES,
    ),
    Suspect(
        "reads-on-into-padding",
        lambda X, lengths, h_0, step: _padded(X, lengths, h_0, step, _read, _zeroed),
        "The final state of a short sequence has gone on through its padding: {got} is what the last step of the "
        "box gives, {want} what its own last step gives.",
        probe=_TWO_SEQUENCES,
    ),
    Suspect(
        "padding-not-zeroed",
        lambda X, lengths, h_0, step: _padded(X, lengths, h_0, step, _held, _as_it_is),
        "The state stands still as it should. In H, steps after a sequence's end are to be zero, as PyTorch has them.",
    ),
    Suspect(
        "shows-steps-into-padding",
        _shows_new,
        "The state stands still as it should. H shows what each step gave, also where the step read padding; "
        "there it is to be zero.",
    ),
    Suspect(
        "padding-read-as-zeros",
        lambda X, lengths, h_0, step: _padded(_clean(X, lengths), lengths, h_0, step, _read, _zeroed),
        "Your final states are those of sequences that go on with inputs of zero. A step with a zero input is "
        "still a step, and changes the state.",
        also=(
            lambda X, lengths, h_0, step: _padded(_clean(X, lengths), lengths, h_0, step, _read, _as_it_is),
        ),
    ),
    Suspect(
        "mask-turned-round",
        lambda X, lengths, h_0, step: _padded(
            X, lengths, h_0, step, lambda t, on, new, old: np.where(on, old, new), _zeroed
        ),
        "Sequences stand still while they run and step once they are over: look at which way round your mask is.",
        also=(
            lambda X, lengths, h_0, step: _padded(
                X,
                lengths,
                h_0,
                step,
                lambda t, on, new, old: np.where(on, old, new),
                lambda t, on, h: np.where(on, 0, h),
            ),
        ),
    ),
    Suspect(
        "padded-state-not-carried",
        lambda X, lengths, h_0, step: _padded(
            X,
            lengths,
            h_0,
            lambda x_t, h_prev: step(x_t, h_0),
            _held,
            _zeroed,
        ),
        "Every step starts from h_0 again, so that no state knows more than one input.",
    ),
    Suspect(
        "padded-time-first",
        lambda X, lengths, h_0, step: (
            _padded(X, lengths, h_0, step, _held, _zeroed)[0].swapaxes(0, 1),
            _padded(X, lengths, h_0, step, _held, _zeroed)[1],
        ),
        "H holds the right states, laid out as [T, n, h]; np.stack takes the axis on which to lay them.",
    ),
    Suspect(
        "length-as-index",
        _own_length_as_index,
        "A length is one more than the index of the last step: a sequence of length 3 ends with t = 2.",
        probe=_TWO_SEQUENCES,
    ),
    Suspect(
        "one-step-too-many",
        lambda X, lengths, h_0, step: _padded(X, lengths + 1, h_0, step, _held, _zeroed),
        "One step of padding is read: a sequence of length 3 ends with t = 2.",
    ),
    Suspect(
        "one-step-too-few",
        lambda X, lengths, h_0, step: _padded(X, lengths - 1, h_0, step, _held, _zeroed),
        "The last real step is left out: a sequence of length 3 has t = 0, 1 and 2.",
    ),
    Suspect(
        "short-ones-end-at-zero",
        lambda X, lengths, h_0, step: _padded(X, lengths, h_0, step, _wiped, _zeroed),
        "The final state of every sequence that ends early is zero. Either the mask wipes the state instead of "
        "keeping it, or h_T is read from the last step of H, which is padding there.",
    ),
    Suspect(
        "falls-back-to-the-start",
        lambda X, lengths, h_0, step: _padded(
            X, lengths, h_0, step, lambda t, on, new, old: np.where(on, new, h_0), _zeroed
        ),
        "The final state of every sequence that ends early is h_0 again. It is to keep the state of its own last step.",
    ),
    Suspect(
        "mask-without-axis",
        _without_axis,
        "A mask [n] meets states [n, h], and NumPy aligns the *last* axes. "
        "One truth value for each row takes the shape of a column.",
        also=(
            lambda X, lengths, h_0, step: (lengths > 0) * step(X[:, 0], h_0),
            lambda X, lengths, h_0, step: step(X[:, 0], h_0) * (lengths > 0),
        ),
    ),
    Suspect(
        "only-outputs",
        lambda X, lengths, h_0, step: _padded(X, lengths, h_0, step, _held, _zeroed)[0],
        "H is all you return. Two results are wanted: H, and h_T with the state after each sequence's own last step.",
    ),
    Suspect(
        "mask-of-integers",
        _mask_of_integers,
        "Integers times float32 make float64 in NumPy, so a mask of numbers changes the type of the state it weighs.",
    ),
    Suspect(
        "if-for-the-whole-batch",
        lambda X, lengths, h_0, step: bool(lengths > 0),
        "An `if` takes one decision for all, and a comparison with `lengths` gives one answer for each sequence.",
    ),
    Suspect(
        "padding-leaks",
        lambda X, lengths, h_0, step: _padded(X, lengths, h_0, step, _weighed, lambda t, on, h: on * h),
        "Your mask multiplies, and zero times NaN is NaN: what stands in the padding comes through. "
        "Choose between two values instead of weighing them.",
        probe=_TWO_SEQUENCES,
        also=(
            lambda X, lengths, h_0, step: _padded(X, lengths, h_0, step, _weighed, _zeroed),
            lambda X, lengths, h_0, step: _padded(
                X, lengths, h_0, step, lambda t, on, new, old: old + on * (new - old), _zeroed
            ),
            lambda X, lengths, h_0, step: _final_by_index(X, lengths, h_0, step, lambda t, on, h: on * h),
        ),
    ),
    Suspect(
        "stops-at-the-shortest",
        lambda X, lengths, h_0, step: _stopped(X, lengths, h_0, step, lengths.min()),
        "Everything ends with the shortest sequence of the batch. Each has an end of its own.",
    ),
    Suspect(
        "stops-at-the-longest",
        _short_box,
        "Your H ends with the longest sequence of the batch. It is to have as many steps as X, T, "
        "also where no sequence of the batch is that long.",
    ),
)
