"""The exercise on training a reader: images, the judge's own forward pass, and what a model that fails can read.

What is judged are parameters: they are pulled out of the learner's modules, and the course's own layers read images
with them that the learner never had.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import sklearn.datasets  # noqa: F401 (digits.load asks for it: grading has it before any box is shut)
import torch

from rnncourse.cells import LSTM, dense
from rnncourse.checks.failure import CheckFailed
from rnncourse.checks.suspects import pointing
from rnncourse.tasks import digits

#: Units and training images that a learner may use, and the share of unseen images to be read right.
UNITS, IMAGES, WANTED = 32, 600, 0.88
#: Below this share of the training images nothing has been learnt: guessing reads a tenth.
_CHANCE = 0.2
#: Who was trained along the batch reads half of the images from their last rows alone, one way and the other; whoever
#: was trained along the rows reads less than this along the batch.
_LEAKED = 0.35


_READ = '"In code" in chapter 9'


class Task(NamedTuple):
    """``args``: X [600, 8, 8], y [600] and a seed, for ``train_reader``; ``unseen``: images and digits never shown."""

    args: tuple
    unseen: tuple


def task(draw: np.random.Generator) -> Task:
    """Images to train on and others to be judged by, drawn at random from scikit-learn's digits."""
    rest, own = digits.load(draw, IMAGES / 1797)
    unseen = rest.X, rest.y.astype(np.int64)
    return Task((own.X, own.y.astype(np.int64), int(draw.integers(2**31))), unseen)


def read(weights: dict, X: np.ndarray) -> np.ndarray:
    """The digits that a model with these weights reads: logits of the state after the last row."""
    return dense.forward(weights["readout"], _states(weights, X)[:, -1]).argmax(1)


def demand(models: Any, task: Task) -> None:
    """Pass in silence if the models' parameters read enough unseen images; else a CheckFailed says what they do.

    Raises
    ------
    CheckFailed : with hint ``wrong-structure``, ``wrong-size``, ``not-finite``, one of ``READINGS``,
        ``nothing-learnt``, ``part-of-the-images``, ``stopped-early`` or ``training-images-alone``
    """
    weights = _weights(models)
    X, y = task.unseen
    share = float((read(weights, X) == y).mean())
    if share >= WANTED:
        return
    read_by = f"Of the {len(y)} images that `train_reader` never had your weights read {share:.1%}"
    fact = f"{read_by}; at least {WANTED:.0%} are asked."
    hint, hint_id = _diagnosis(weights, task, share)
    raise CheckFailed(f"{fact}\n{pointing(hint, _READ)}", hint_id)


def _diagnosis(weights: dict, task: Task, share: float) -> tuple[str, str]:
    X, y = task.unseen
    others = {name: float((other(weights, X) == y).mean()) for name, (other, _) in READINGS.items()}
    best = max(others, key=others.get)
    found = others[best] > share + 0.05 and others[best] > 0.5
    if not found and others["batch-taken-for-time"] > _LEAKED:
        best, found = "batch-taken-for-time", True
    if found:
        return READINGS[best][1].format(share=f"{others[best]:.0%}"), best
    X, y, _ = task.args
    right = read(weights, X) == y
    known = f"Of the {len(y)} training images they read {right.mean():.1%}"
    parts = [
        (right[:size].mean(), right[size:].mean(), size) for size in (20, 32, 50, 64, 100, 150, 200, 300)
    ]
    first, later, size = max(parts, key=lambda part: part[0] - part[1])
    if right.mean() < _CHANCE:
        return SAID["nothing-learnt"].format(known=known), "nothing-learnt"
    if first - later > 0.2:
        told = SAID["part-of-the-images"].format(size=size, first=f"{first:.0%}", later=f"{later:.0%}")
        return told, "part-of-the-images"
    if right.mean() < WANTED + 0.1:
        return SAID["stopped-early"].format(known=known), "stopped-early"
    return SAID["training-images-alone"].format(known=known), "training-images-alone"


def _states(weights: dict, X: np.ndarray) -> np.ndarray:
    H, _, _ = LSTM().forward(weights["lstm"], np.ascontiguousarray(X))
    return H


def _answer(weights: dict, states: np.ndarray) -> np.ndarray:
    return dense.forward(weights["readout"], states).argmax(1)


#: What else weights may have been trained for: how they read, and what is said to whose weights read well so.
READINGS = {
    "columns-read": (
        lambda weights, X: read(weights, X.swapaxes(1, 2)),
        "They read {share} when they are shown the *columns*: somewhere on the way to your LSTM the images are turned. "
        "X [n, T, d] holds rows already.",
    ),
    "read-from-below": (
        lambda weights, X: read(weights, X[:, ::-1]),
        "They read {share} of images whose rows come from the bottom to the top.",
    ),
    "rows-averaged": (
        lambda weights, X: _answer(weights, _states(weights, X).mean(1)),
        "They read {share} when the readout sees the *mean* of all states. You trained another model than the one that "
        "is asked for, whose readout sees the last.",
    ),
    "batch-taken-for-time": (
        lambda weights, X: _answer(weights, _states(weights, X.swapaxes(0, 1))[-1]),
        "They read {share} when your first axis is taken for time, so that each answer has seen one row of its own "
        "image and those of all images before it. torch.nn.LSTM does so unless it is told otherwise.",
    ),
    "pixels-scaled": (
        lambda weights, X: read(weights, 16 * X),
        "They read {share} of images whose pixels go from 0 to 16. You scaled X inside `train_reader`; your weights "
        "will be shown images from 0 to 1, as you were.",
    ),
    "pixels-centred": (
        lambda weights, X: read(weights, (X - X.mean()) / X.std()),
        "They read {share} of images whose pixels have been standardised. What you do to X inside `train_reader` "
        "nobody does to the images that your weights will be shown.",
    ),
}

#: What is said of weights by their readings, of these and of none.
SAID = {
    **{name: words for name, (_, words) in READINGS.items()},
    "nothing-learnt": "{known}: what guessing gives. Has anything been learnt? Perhaps the steps were few and short, "
    "or the optimizer holds other parameters than those that you return, or an image and its label come from different "
    "places of the shuffled order, or your loss was taken from another state than the last row's.",
    "part-of-the-images": "Of the first {size} training images they read {first}, of the others {later}: your loop "
    "comes back to the same ones. Does each epoch go through all of them?",
    "stopped-early": "{known}, hardly more: it is the training that is not at its end. More epochs, or larger steps; "
    "watch the loss.",
    "training-images-alone": "{known}: these are known by heart, and others are not. What differs between the two?",
}


def _weights(models: Any) -> dict:
    """The parameters of both modules as the course's own layers have them; raises CheckFailed."""
    pair = models if isinstance(models, (tuple, list)) and len(models) == 2 else ()
    try:
        lstm, last = ({name: _plain(value) for name, value in one.state_dict().items()} for one in pair)
    except Exception:
        raise CheckFailed(
            "`train_reader` should return two modules, the LSTM and the linear layer behind it, in this order.",
            "wrong-structure",
        ) from None
    wanted = (
        {
            "weight_ih_l0": (4 * UNITS, 8),
            "weight_hh_l0": (4 * UNITS, UNITS),
            "bias_ih_l0": (4 * UNITS,),
            "bias_hh_l0": (4 * UNITS,),
        },
        {"weight": (10, UNITS), "bias": (10,)},
    )
    for name, found, shapes in zip(("LSTM", "linear layer"), (lstm, last), wanted, strict=True):
        if {key: array.shape for key, array in found.items()} != shapes:
            listed = ", ".join(f"{key} {list(shape)}" for key, shape in shapes.items())
            raise CheckFailed(
                f"The {name} that `train_reader` returns lacks the parameters that are asked for: {listed}. There are "
                f"eight pixels in a row, {UNITS} units and ten digits, and the LSTM comes first.",
                "wrong-size",
            )
    if not all(np.isfinite(array).all() for array in [*lstm.values(), *last.values()]):
        raise CheckFailed(
            "The weights that `train_reader` returns are not finite: a step was too long, and all after it is lost.",
            "not-finite",
        )
    lstm_params = LSTM().Params(
        lstm["weight_ih_l0"].T, lstm["weight_hh_l0"].T, lstm["bias_ih_l0"] + lstm["bias_hh_l0"]
    )
    return {"lstm": lstm_params, "readout": dense.Params(last["weight"].T, last["bias"])}


def _plain(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().numpy().astype(np.float32)
