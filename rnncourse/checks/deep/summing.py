"""Mistakes of the exercise on gradients of arrays that several places share, and its cases."""

from __future__ import annotations

import numpy as np

from rnncourse.checks.deep.shared import NAMES, flat, stack_of
from rnncourse.checks.suspects import Suspect


def gradients_case(draw, h, pattern, dtype=np.float64):
    """The arguments of ``gradients`` and, flat, what the array at each place gets."""
    layers = stack_of(draw, h, pattern, dtype)
    grads = [{name: draw.normal(size=layer[name].shape).astype(dtype) for name in NAMES} for layer in layers]
    return (layers, grads), flat(_gathered(layers, grads))


def _gathered(layers, grads, add=lambda total, one: total + one, after=lambda total, places: total):
    """What each place's array gets: the shares of all places that name it."""
    total, places = {}, {}
    for layer, shares in zip(layers, grads, strict=True):
        for name, share in shares.items():
            key = id(layer[name])
            total[key] = add(total[key], share) if key in total else share
            places[key] = places.get(key, 0) + 1
    return [
        {name: after(total[id(layer[name])], places[id(layer[name])]) for name in NAMES} for layer in layers
    ]


def _by_dict(layers, grads):
    """Shares added where the dict is the same, whatever its arrays are."""
    return [
        {
            name: sum(other[name] for whose, other in zip(layers, grads, strict=True) if whose is layer)
            for name in NAMES
        }
        for layer in layers
    ]


def _by_numbers(layers, grads):
    """Shares added where the arrays hold equal numbers, whether or not they are one array."""
    return [
        {
            name: sum(
                share[name]
                for other, share in zip(layers, grads, strict=True)
                if np.array_equal(other[name], layer[name])
            )
            for name in NAMES
        }
        for layer in layers
    ]


def _of_all(layers, grads):
    return [{name: sum(one[name] for one in grads) for name in NAMES} for _ in layers]


GRADIENTS = (
    Suspect(
        "last-share-wins",
        lambda layers, grads: _gathered(layers, grads, add=lambda total, one: one),
        "Where an array stands in several places, you keep the share of one of them and lose the others. The "
        "array is used at all of them, and its gradient is the sum of what each says.",
        also=(lambda layers, grads: _gathered(layers, grads, add=lambda total, one: total),),
    ),
    Suspect(
        "shares-averaged",
        lambda layers, grads: _gathered(
            layers, grads, after=lambda total, places: (total / places).astype(total.dtype)
        ),
        "You average the shares of the places that share an array. A small change of it acts at each of them, and "
        "the effects add.",
    ),
    Suspect(
        "every-place-its-own",
        lambda layers, grads: grads,
        "You return the shares as they came. That is right where all arrays are separate.",
    ),
    Suspect(
        "equal-taken-for-same",
        _by_numbers,
        "You add the shares of arrays that merely hold the same *numbers*, as all new biases do. They are separate, "
        "and part with the first training step: ask whether it is one array.",
    ),
    Suspect(
        "all-places-added",
        _of_all,
        "You add the shares of all places, also of those with arrays of their own.",
    ),
    Suspect(
        "dicts-compared",
        _by_dict,
        "You add where two places hold the same dict. An array can be shared by two dicts, too: ask of each array.",
    ),
)
