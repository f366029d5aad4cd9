"""Mistakes of the exercises on whole sequences, streams and padding."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def _steps(X, h, step, first=0):
    """All states, as a list; what several mistakes below start from."""
    states = []
    for t in range(first, X.shape[1]):
        h = step(X[:, t], h)
        states.append(h)
    return states


def _one_state_reused(X, h_0, step):
    h, states = h_0.copy(), []
    for t in range(X.shape[1]):
        h[:] = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h


def _time_first(X, h_0, step):
    states, h = [], h_0
    for t in range(X.shape[0]):
        h = step(X[t], h)
        states.append(h)
    return np.stack(states), h


def _states_before(X, h_0, step):
    states = _steps(X, h_0, step)
    return np.stack([h_0, *states[:-1]], axis=1), states[-1]


def _last_of_batch(X, h_0, step):
    H = np.stack(_steps(X, h_0, step), axis=1)
    return H, H[-1]


FORWARD = (
    Suspect(
        "state-not-carried",
        lambda X, h_0, step: (
            np.stack([step(X[:, t], h_0) for t in range(X.shape[1])], axis=1),
            step(X[:, -1], h_0),
        ),
        "The first step is right and all later ones start from h_0 again: at {where} you have {got}, expected {want}. "
        "What does step t hand to step t + 1? See the unrolled graph, Fig. 2.2.",
    ),
    Suspect(
        "initial-state-ignored",
        lambda X, h_0, step: (
            np.stack(_steps(X, np.zeros_like(h_0), step), axis=1),
            _steps(X, np.zeros_like(h_0), step)[-1],
        ),
        "This is what the sequence gives from a zero state. The caller handed you another one, h_0.",
    ),
    Suspect(
        "states-before-the-step",
        _states_before,
        "Your H begins with h_0 and lacks the last state: each state is stored before its step, not after it.",
    ),
    Suspect(
        "time-axis-first",
        _time_first,
        "The sizes do not meet because X[t] is a whole sequence, number t of the batch. "
        "Batch comes first here, time second: X has shape [n, T, d].",
    ),
    Suspect(
        "stacked-time-first",
        lambda X, h_0, step: (np.stack(_steps(X, h_0, step)), _steps(X, h_0, step)[-1]),
        "The states are the right ones, laid out as [T, n, h]; np.stack takes the axis on which to lay them.",
    ),
    Suspect(
        "one-array-for-all-states",
        _one_state_reused,
        "All steps of your H are the same, and equal to the last state: the list holds one array T times, "
        "and every step writes over it.",
    ),
    Suspect(
        "last-of-the-batch",
        _last_of_batch,
        "H is right. h_T is not: H[-1] is the last *sequence* with all its steps; wanted is the last *step* of each.",
    ),
    Suspect(
        "last-step-missing",
        lambda X, h_0, step: (
            np.stack(_steps(X[:, :-1], h_0, step), axis=1),
            _steps(X[:, :-1], h_0, step)[-1],
        ),
        "You take one step too few: T inputs give T states.",
    ),
)


def _streamed(chunks, h, forward, carry=lambda H, h_T: h_T, keep=False):
    outputs = []
    for chunk in chunks:
        H, h_T = forward(chunk, h)
        h = h if keep else carry(H, h_T)
        outputs.append(H)
    return outputs, h_T


STREAM = (
    Suspect(
        "state-reset-at-chunks",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, h_0, forward, keep=True)[0], axis=1),
            _streamed(chunks, h_0, forward, keep=True)[1],
        ),
        "The first chunk is right and every later one starts from h_0 again. What does a chunk hand to the next?",
    ),
    Suspect(
        "stream-initial-state-ignored",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, np.zeros_like(h_0), forward)[0], axis=1),
            _streamed(chunks, np.zeros_like(h_0), forward)[1],
        ),
        "This is the stream begun from a zero state. It begins from h_0: someone may have read the part before.",
    ),
    Suspect(
        "carries-first-state",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, h_0, forward, lambda H, h_T: H[:, 0])[0], axis=1),
            _streamed(chunks, h_0, forward, lambda H, h_T: H[:, 0])[1],
        ),
        "From the second chunk on you start with the state after a chunk's *first* step, H[:, 0].",
    ),
    Suspect(
        "all-at-once",
        lambda chunks, h_0, forward: forward(np.concatenate(chunks, axis=1), h_0),
        "Joining the chunks first needs them all at once, and a stream has no end. Feed them one at a time.",
    ),
    Suspect(
        "last-chunk-only",
        lambda chunks, h_0, forward: (
            _streamed(chunks, h_0, forward)[0][-1],
            _streamed(chunks, h_0, forward)[1],
        ),
        "h_T is right. H holds the states of the last chunk alone; wanted are those of the whole stream.",
    ),
    Suspect(
        "joined-along-the-batch",
        lambda chunks, h_0, forward: (
            np.concatenate(_streamed(chunks, h_0, forward)[0], axis=0),
            _streamed(chunks, h_0, forward)[1],
        ),
        "The chunks are joined along the batch axis. They follow one another in time, which is axis 1.",
    ),
)


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


PADDED = (
    Suspect(
        "reads-on-into-padding",
        lambda X, lengths, h_0, step: _padded(
            X, lengths, h_0, step, lambda t, on, new, old: new, lambda t, on, h: np.where(on, h, 0)
        ),
        "The outputs are right. The final state of a short sequence has gone on through its padding: "
        "at {where} you have {got}, its last real state has {want}.",
    ),
    Suspect(
        "padding-not-zeroed",
        lambda X, lengths, h_0, step: _padded(X, lengths, h_0, step, _held, lambda t, on, h: h),
        "The state stands still as it should. In H, steps after a sequence's end are to be zero, as PyTorch has them.",
    ),
    Suspect(
        "padding-ignored",
        lambda X, lengths, h_0, step: _padded(
            X, lengths, h_0, step, lambda t, on, new, old: new, lambda t, on, h: h
        ),
        "This is what all T steps give, padding included: `lengths` plays no part in it.",
    ),
    Suspect(
        "one-step-too-many",
        lambda X, lengths, h_0, step: _padded(
            X,
            lengths,
            h_0,
            step,
            lambda t, on, new, old: np.where((t <= lengths)[:, None], new, old),
            lambda t, on, h: np.where((t <= lengths)[:, None], h, 0),
        ),
        "One step of padding is read: a sequence of length 3 ends with t = 2.",
    ),
    Suspect(
        "state-wiped-by-mask",
        lambda X, lengths, h_0, step: _padded(
            X, lengths, h_0, step, lambda t, on, new, old: np.where(on, new, 0), lambda t, on, h: h
        ),
        "H is right. Multiplying the state by the mask sets it to zero at the end of a sequence; it is to stand still.",
    ),
    Suspect(
        "padding-leaks",
        lambda X, lengths, h_0, step: _padded(
            X, lengths, h_0, step, lambda t, on, new, old: on * new + (1 - on) * old, lambda t, on, h: on * h
        ),
        "Your mask multiplies, and zero times NaN is NaN: what stands in the padding comes through. "
        "Choose between two values instead of weighing them.",
    ),
    Suspect(
        "stops-at-the-shortest",
        lambda X, lengths, h_0, step: (
            np.concatenate(
                [
                    np.stack(_steps(X[:, : min(lengths)], h_0, step), axis=1),
                    np.zeros((len(X), X.shape[1] - min(lengths), h_0.shape[1]), X.dtype),
                ],
                axis=1,
            ),
            _steps(X[:, : min(lengths)], h_0, step)[-1],
        ),
        "Everything ends with the shortest sequence of the batch. Each has an end of its own.",
    ),
)
