"""Mistakes of the exercise on forget gates and half-lives, and what they are measured with."""

from __future__ import annotations

import numpy as np

from rnncourse.cells import LSTM, chrono
from rnncourse.checks.suspects import Suspect


def rates_of(half_lives):
    """The forget gate with each of these half-lives."""
    return (0.5 ** (1 / np.asarray(half_lives, float))).astype(np.asarray(half_lives).dtype)


def biases_of(half_lives):
    """The forget gate's bias for each of these half-lives, without other input; σ is inverted as a tanh."""
    return (2 * np.arctanh(2 * 0.5 ** (1 / np.asarray(half_lives, float)) - 1)).astype(half_lives.dtype)


def left_after(steps):
    """A view of forget biases ``[h]``: what the course's own cell has left of a 1 after so many steps without input."""

    def view(bias):
        bias = np.asarray(bias, float)
        if bias.shape != (len(steps),):
            raise TypeError(f"{len(steps)} biases are wanted, one for each entry of `steps`")
        cell, h = LSTM(), len(steps)
        b_h = np.concatenate([np.zeros(h), bias, np.zeros(2 * h)])
        params = cell.Params(np.zeros((1, 4 * h)), np.zeros((h, 4 * h)), b_h)
        state = cell.State(np.zeros((1, h)), np.ones((1, h)))
        C = [state.c[0]]
        for _ in range(int(max(steps))):
            state = cell.step(params, np.zeros((1, 1)), state)
            C.append(state.c[0])
        return np.array([C[int(step)][unit] for unit, step in enumerate(steps)])

    return view


def chrono_case(draw, h, T_max, dtype=np.float64):
    """(u [h], T_max), and the bias [4h] that the course's own layer makes of the same random numbers."""
    start = draw.bit_generator.state
    u = draw.random(h)
    after, draw.bit_generator.state = draw.bit_generator.state, start
    cell = LSTM(forget_bias=0.0)
    params = cell.Params(np.zeros((1, 4 * h)), np.zeros((h, 4 * h)), np.zeros(4 * h))
    b_h = chrono.with_biases(cell, params, draw, T_max).b_h
    draw.bit_generator.state = after
    return (u.astype(dtype), T_max), b_h.astype(dtype)


HALF_LIFE = (
    Suspect(
        "time-constant-for-half-life",
        lambda f: -1 / np.log(f),
        "{got}: apart from the sign, if it has one, this is after how many steps 1/e, 37 % of the cell, is "
        "left. Half is left earlier.",
        also=(lambda f: 1 / np.log(f),),
    ),
    Suspect(
        "mean-time-for-half-life",
        lambda f: 1 / (1 - f),
        "1/(1 - f) is how long a number stays on average (the τ of chrono initialisation). "
        "By then less than half of the cell is left, whatever f is.",
    ),
    Suspect(
        "half-life-negative",
        lambda f: np.log(2) / np.log(f),
        "A half-life counts steps, and yours is negative. The logarithm of a number below 1 is below 0.",
    ),
    Suspect(
        "half-life-upside-down",
        lambda f: np.log(f) / np.log(0.5),
        "Your half-life is shorter the more the gate keeps. f multiplied by itself how often is a half?",
    ),
    Suspect(
        "half-life-in-proportion",
        lambda f: 0.5 / (1 - f),
        "Your half-life is a plain quotient, as if the cell lost the same amount in every step. It loses the "
        "same *part* of what is left.",
        also=(lambda f: 0.5 / f,),
    ),
)

BIAS = (
    Suspect(
        "bias-for-mean-time",
        lambda steps: np.log(np.maximum(steps - 1, 1e-300)),
        "log(steps - 1) is the bias of chrono initialisation: of a gate that keeps (steps - 1)/steps. "
        "After so many steps less than half of the cell is left.",
        probe=(np.array([3.0, 7.0]),),
    ),
    Suspect(
        "bias-turned-round",
        lambda steps: np.log(2 ** (1 / steps) - 1),
        "Your bias has the wrong sign: it opens the gate so far as it should be closed. A cell that keeps nearly all "
        "has f close to 1, and so a bias well above 0.",
        probe=(np.array([3.0, 7.0]),),
    ),
    Suspect(
        "gate-for-bias",
        lambda steps: 0.5 ** (1 / steps),
        "This is the gate, and the bias is wanted: the number that the logistic function makes this gate of.",
        probe=(np.array([3.0, 7.0]),),
    ),
    Suspect(
        "bias-in-proportion",
        lambda steps: np.log(2 * steps - 1),
        "You let the cell lose the same amount in every step. It loses the same *part* of what is left, "
        "and by the half-life more than half of it is still there.",
        probe=(np.array([3.0, 7.0]),),
    ),
    Suspect(
        "bias-for-a-time-constant",
        lambda steps: -np.log(np.expm1(1 / steps)),
        "With this bias 1/e, 37 % of the cell, is left after that many steps. Half of it is wanted.",
        probe=(np.array([3.0, 7.0]),),
    ),
)


def _chrono(u, T_max, *, spread=None, blocks=None):
    keep = spread(u, T_max) if spread else np.log(1 + u * (T_max - 2))
    zero = np.zeros_like(keep)
    return np.concatenate(blocks(keep, zero) if blocks else [-keep, keep, zero, zero])


def _but(**parts):
    return lambda u, T_max: _chrono(u, T_max, **parts)


CHRONO = (
    Suspect(
        "input-gate-not-closed",
        _but(blocks=lambda keep, zero: [zero, keep, zero, zero]),
        "The forget gates are right. The input gates stand half open at every step, and what they let in over many "
        "steps drowns what the cell keeps: i should start as 1 - f.",
        also=(_but(blocks=lambda keep, zero: [keep, keep, zero, zero]),),
    ),
    Suspect(
        "times-not-logged",
        _but(spread=lambda u, T_max: 1 + u * (T_max - 2)),
        "Your biases are times, up to T_max - 1. A gate at a bias of 20 is 1 to eight digits. It is the times "
        "that are spread evenly; a bias is the logarithm of one.",
    ),
    Suspect(
        "blocks-exchanged",
        _but(blocks=lambda keep, zero: [keep, -keep, zero, zero]),
        "The blocks of i and f have changed places: your cell starts out forgetting. The columns are i, f, g, o.",
    ),
    Suspect(
        "range-shifted",
        _but(spread=lambda u, T_max: np.log(1 + u * (T_max - 1))),
        "Your range is another one: u = 0 should come to v = 1, and u = 1 to v = T_max - 1, whose memory is T_max.",
        also=(
            _but(spread=lambda u, T_max: np.log(u * T_max)),
            _but(spread=lambda u, T_max: np.log(1 + u * (T_max - 3))),
            _but(spread=lambda u, T_max: np.log(u * (T_max - 1))),
            _but(spread=lambda u, T_max: np.log(1 + u * T_max)),
        ),
    ),
    Suspect(
        "another-logarithm",
        _but(spread=lambda u, T_max: np.log10(1 + u * (T_max - 2))),
        "Your logarithm is to another base. It has to undo the exponential in the logistic function, whose base is e.",
        also=(_but(spread=lambda u, T_max: np.log2(1 + u * (T_max - 2))),),
    ),
    Suspect(
        "blocks-interleaved",
        lambda u, T_max: _chrono(u, T_max).reshape(4, -1).T.ravel(),
        "The numbers are right and dealt out in turns, one to each gate. Each gate's h entries lie together.",
    ),
    Suspect(
        "only-the-forget-gate",
        lambda u, T_max: _chrono(u, T_max)[len(u) : 2 * len(u)],
        "This is b_f alone. The bias of an LSTM has four blocks, i, f, g, o, side by side.",
    ),
)
