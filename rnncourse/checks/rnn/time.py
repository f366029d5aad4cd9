"""Mistakes of the exercise on whole sequences."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.suspects import Suspect


def all_states(X, h, step):
    """All states, as a list; what several mistakes below start from."""
    states = []
    for t in range(X.shape[1]):
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


def _step_arguments_exchanged(X, h_0, step):
    states = all_states(X, h_0, lambda x_t, h_prev: step(h_prev, x_t))
    return np.stack(states, axis=1), states[-1]


def _states_before(X, h_0, step):
    states = all_states(X, h_0, step)
    return np.stack([h_0, *states[:-1]], axis=1), states[-1]


def _reshaped(X, h_0, step):
    states = all_states(X, h_0, step)
    return np.array(states).reshape(len(X), X.shape[1], -1), states[-1]


def _batch_for_time(X, h_0, step):
    h, states = h_0, []
    for t in range(len(X)):
        h = step(X[:, t], h)
        states.append(h)
    return np.stack(states, axis=1), h


def _last_of_batch(X, h_0, step):
    H = np.stack(all_states(X, h_0, step), axis=1)
    return H, H[-1]


#: Arguments of ``forward`` on which T = 1 cannot make two mistakes look alike: a sum that forgets.
_FADING_SUM = (
    np.array([[[1.0], [2.0], [4.0], [9.0]], [[3.0], [5.0], [8.0], [7.0]]]),
    np.array([[7.0], [8.0]]),
    lambda x_t, h_prev: h_prev / 2 + x_t,
)

FORWARD = (
    Suspect(
        "state-not-carried",
        lambda X, h_0, step: (
            np.stack([step(X[:, t], h_0) for t in range(X.shape[1])], axis=1),
            step(X[:, -1], h_0),
        ),
        "The first step is right and all later ones start from h_0 again. "
        "What does step t hand to step t + 1? See the unrolled graph, Fig. 2.2.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "initial-state-ignored",
        lambda X, h_0, step: (
            np.stack(all_states(X, np.zeros_like(h_0), step), axis=1),
            all_states(X, np.zeros_like(h_0), step)[-1],
        ),
        "This is what the sequence gives from a zero state. The caller handed you another one, h_0.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "states-before-the-step",
        _states_before,
        "Your H begins with h_0 and lacks the last state: each state is stored before its step, not after it.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "time-axis-first",
        _time_first,
        "The sizes do not meet because X[t] is a whole sequence, number t of the batch. "
        "Batch comes first here, time second: X has shape [n, T, d].",
    ),
    Suspect(
        "step-arguments-exchanged",
        _step_arguments_exchanged,
        "`step` takes the input first and the state second; it gets the state as its input here.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "state-never-updated",
        lambda X, h_0, step: (np.stack([h_0] * X.shape[1], axis=1), h_0),
        "Every state of your H is h_0. `step` changes nothing in place: it returns the new state. What becomes of it?",
        probe=_FADING_SUM,
    ),
    Suspect(
        "initial-state-kept",
        lambda X, h_0, step: (
            np.stack([h_0, *all_states(X, h_0, step)], axis=1),
            all_states(X, h_0, step)[-1],
        ),
        "Your H begins with h_0, which no step has made: T inputs give T states, the ones *after* each step.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "states-in-a-list",
        lambda X, h_0, step: (all_states(X, h_0, step), all_states(X, h_0, step)[-1]),
        "The states in your list are the right ones. One array [n, T, h] is wanted: lay them along a new axis.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "states-end-to-end",
        lambda X, h_0, step: (np.concatenate(all_states(X, h_0, step), axis=1), all_states(X, h_0, step)[-1]),
        "The states are the right ones, joined end to end along an axis that was there. Time needs an axis of its own.",
        also=(lambda X, h_0, step: (np.concatenate(all_states(X, h_0, step)), all_states(X, h_0, step)[-1]),),
        probe=_FADING_SUM,
    ),
    Suspect(
        "backwards-in-time",
        lambda X, h_0, step: (
            np.stack(all_states(X[:, ::-1], h_0, step), axis=1),
            all_states(X[:, ::-1], h_0, step)[-1],
        ),
        "These are the states of the sequence read from its end.",
        also=(
            lambda X, h_0, step: (
                np.stack(all_states(X[:, ::-1], h_0, step), axis=1)[:, ::-1],
                all_states(X[:, ::-1], h_0, step)[-1],
            ),
        ),
        probe=_FADING_SUM,
    ),
    Suspect(
        "only-all-states",
        lambda X, h_0, step: np.stack(all_states(X, h_0, step), axis=1),
        "H is right, and it is all you return. Two results are wanted, H and h_T, as torch.nn.RNN has them.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "only-last-state",
        lambda X, h_0, step: all_states(X, h_0, step)[-1],
        "h_T is right, and it is all you return. Two results are wanted: H, with every state, and h_T.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "results-exchanged",
        lambda X, h_0, step: (all_states(X, h_0, step)[-1], np.stack(all_states(X, h_0, step), axis=1)),
        "Both results are right and in the other order: first all states, then the last one.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "stacked-time-first",
        lambda X, h_0, step: (np.stack(all_states(X, h_0, step)), all_states(X, h_0, step)[-1]),
        "The states are the right ones, laid out as [T, n, h]; np.stack takes the axis on which to lay them.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "stacked-time-last",
        lambda X, h_0, step: (np.stack(all_states(X, h_0, step), axis=-1), all_states(X, h_0, step)[-1]),
        "The states are the right ones, laid out as [n, h, T]: every unit has its history in a row. "
        "Time is the second axis.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "one-array-for-all-states",
        _one_state_reused,
        "All steps of your H are the same, and equal to the last state: the list holds one array T times, "
        "and every step writes over it.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "last-of-the-batch",
        _last_of_batch,
        "H[-1] is the last *sequence* with all its steps; wanted is the last *step* of each.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "last-step-missing",
        lambda X, h_0, step: (
            np.stack(all_states(X[:, :-1], h_0, step), axis=1),
            all_states(X[:, :-1], h_0, step)[-1],
        ),
        "You take one step too few: T inputs give T states.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "first-step-missing",
        lambda X, h_0, step: (
            np.stack(all_states(X[:, 1:], h_0, step), axis=1),
            all_states(X[:, 1:], h_0, step)[-1],
        ),
        "The first input, X[:, 0], is never read: your first state is made from the second input.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "reshaped-not-moved",
        _reshaped,
        "The states are the right ones, made as [T, n, h]. reshape keeps the order in memory and deals it out anew, "
        "so states of different sequences stand side by side; axes have to be exchanged.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "leaves-after-one-step",
        lambda X, h_0, step: (step(X[:, 0], h_0)[:, None], step(X[:, 0], h_0)),
        "Your function is done after the first step. Where does its `return` stand: in the loop or after it?",
        probe=_FADING_SUM,
    ),
    Suspect(
        "batch-for-time",
        _batch_for_time,
        "The loop makes as many steps as there are sequences. X is [n, T, d]: which of its sizes counts the steps?",
        probe=_FADING_SUM,
    ),
    Suspect(
        "last-state-keeps-time",
        lambda X, h_0, step: (
            np.stack(all_states(X, h_0, step), axis=1),
            all_states(X, h_0, step)[-1][:, None],
        ),
        "The numbers of h_T are right. A slice keeps its axis, and an index takes it away.",
        probe=_FADING_SUM,
    ),
    Suspect(
        "first-state-for-last",
        lambda X, h_0, step: (np.stack(all_states(X, h_0, step), axis=1), all_states(X, h_0, step)[0]),
        "Your h_T is the state at the beginning. Wanted is the one after the last step.",
        also=(lambda X, h_0, step: (np.stack(all_states(X, h_0, step), axis=1), h_0),),
        probe=_FADING_SUM,
    ),
)
