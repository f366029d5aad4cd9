"""No backward pass has an edge to spare: leave out a side of any sum, or any product, and a gradient changes.

First the step of every cell. That the whole ones are right is in ``test_every_layer.py`` and
``test_variants_against_papers.py``; ``test_fast_cells.py`` leaves out statements of the fast loops.
"""

from __future__ import annotations

import sys

import numpy as np
import pytest
from layers import CELLS, LAYERS, NOISY, problem, run
from mutation import edges, survivors

from rnncourse import losses
from rnncourse.cells import (
    bidirectional,
    checkpointing,
    dense,
    dropout,
    embedding,
    loop,
    recurrent_dropout,
    stacked,
    zoneout,
)
from rnncourse.tree import named_arrays

#: The layers whose results each module has a part in.
USERS = {
    loop: ["lstm", "gru-after-keeps"],
    bidirectional: [name for name in LAYERS if name.startswith("bidirectional")],
    stacked: ["stacked-3", "stacked-dropout", "stacked-dropout-everywhere", "stacked bidirectionals"],
    checkpointing: ["checkpointed-lstm", "checkpointed-gru-every-2", "checkpointed dropout"],
    zoneout: ["zoneout-rnn", "zoneout-lstm", "zoneout-gru"],
    recurrent_dropout: [name for name in NOISY if "dropout" in name or "weight" in name],
    dropout: ["stacked-dropout", "stacked-dropout-sequence"],
}


def everything(layer, given):
    """All that comes out, in training and in evaluation, with and without a gradient of the outputs."""
    found = {}
    for seed in (None, 5):
        rng = None if seed is None else np.random.default_rng(seed)
        outputs, final, tape = layer.forward(given.params, given.X, given.state, given.lengths, rng)
        for which, d_outputs in (("all", given.d_outputs), ("final", None)):
            back = layer.backward(given.params, tape, d_outputs, given.d_final)
            found |= named_arrays((outputs, final, *back), f"{seed}.{which}")
    return found


def by_module():
    """The plain cells of each module."""
    found = {}
    for cell in CELLS.values():
        found.setdefault(sys.modules[type(cell).__module__], []).append(cell)
    return found


@pytest.mark.parametrize(("module", "cells"), by_module().items(), ids=lambda it: getattr(it, "__name__", ""))
def test_every_edge_of_a_cell_carries_gradient(rng, module, cells):
    posed = [(cell, problem(cell, rng, T=3)) for cell in cells]
    silent, made = survivors(
        module, edges, lambda: [run(cell, given) for cell, given in posed], lambda name: "backward" in name
    )
    assert made
    assert silent == []


@pytest.mark.parametrize("module", USERS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_edge_of_a_layer_carries_gradient(rng, module):
    posed = [
        (LAYERS[name], problem(LAYERS[name], rng, padded=padded))
        for name in USERS[module]
        for padded in (0, 1)
    ]
    silent, made = survivors(
        module,
        edges,
        lambda: [everything(layer, given) for layer, given in posed],
        lambda name: "back" in name,
    )
    assert made
    assert silent == []


def test_every_edge_of_the_output_layer_the_embedding_and_the_losses_carries_gradient(rng):
    head, H, dO = dense.init(rng, 4, 3), rng.normal(size=(2, 5, 4)), rng.normal(size=(2, 5, 3))
    table, ids, dX = embedding.init(rng, 7, 3), rng.integers(0, 7, (2, 5)), rng.normal(size=(2, 5, 3))
    logits, classes, mask = rng.normal(size=(2, 5, 3)), rng.integers(0, 3, (2, 5)), rng.random((2, 5)) < 0.7
    answers = rng.random((2, 5, 3))
    # What stands where nothing is real must not be read.
    padded = logits.copy(), classes.copy(), answers.copy()
    for array, filler in zip(padded, (np.nan, -100, 7.0), strict=True):
        array[~mask] = filler

    def scenario():
        found = named_arrays(dense.backward(head, H, dO), "head")
        found |= named_arrays(embedding.backward(table, ids, dX), "table")
        for number, given in enumerate((None, mask)):
            logits_, classes_, answers_ = (logits, classes, answers) if given is None else padded
            for reduction in ("mean", "sum"):
                found |= named_arrays(
                    (
                        *losses.softmax_cross_entropy(logits_, classes_, given, reduction),
                        *losses.binary_cross_entropy(logits_, answers_, given, reduction),
                    ),
                    f"{number}.{reduction}",
                )
        return [{name: np.asarray(array) for name, array in found.items()}]

    for module, fits in [
        (dense, lambda name: name == "backward"),
        (embedding, lambda name: name == "backward"),
        (losses, lambda name: "entropy" in name or name == "_weigh"),
    ]:
        silent, made = survivors(module, edges, scenario, fits)
        assert made
        # q − 1 is in the sentence of an error, which test_losses.py reads.
        assert [words for words in silent if "of q - 1" not in words] == []
