"""Every layer of the course and every framework: converted, or refused with a sentence; nothing in between."""

from __future__ import annotations

import pytest
from layers import CELLS, FAST, LAYERS

from rnncourse.frameworks.keras import to_keras
from rnncourse.frameworks.onnx import to_onnx
from rnncourse.frameworks.pytorch import to_torch
from rnncourse.frameworks.tensorflow1 import to_tf1

FRAMEWORKS = {"PyTorch": to_torch, "Keras": to_keras, "TensorFlow 1": to_tf1, "ONNX": to_onnx}

#: Each layer that some framework has, and which: P, K, T, O. All others no framework has.
CONVERTED = {
    "rnn": "PKTO",
    "rnn-relu": "PKTO",
    "rnn-identity": "KTO",
    "lstm": "PKTO",
    "gru-after-keeps": "PKO",
    "gru-after-takes": "PKO",
    "gru-before-keeps": "KTO",
    "gru-before-takes": "KTO",
    "mgu": "KTO",
    "peephole": "TO",
    "coupled": "PKTO",
    "projected": "PT",
    "forget-only-beta-0": "PKTO",
    "ablated-V": "TO",
    "ablated-NIAF": "O",
    "ablated-NOAF": "O",
    "ablated-CIFG": "TO",
    "ablated-NP": "PKTO",
    "stacked-1": "PKTO",
    "stacked-2": "KO",
    "stacked-3": "KTO",
    "stack of stacks": "KO",
    "bidirectional-lstm": "PKTO",
    "bidirectional-lstm-sum": "KTO",
    "bidirectional-gru-mean": "KO",
    "bidirectional-gru-and-rnn": "K",
    "bidirectional stack": "K",
    "stacked bidirectionals": "KO",
    "stacked-dropout": "KO",
    "stacked-dropout-sequence": "KTO",
    "stacked-dropout-everywhere": "KO",
}

#: A fast cell goes where its plain one goes.
PLAIN_NAMES = {cell: name for name, cell in CELLS.items()}
CONVERTED |= {
    name: CONVERTED[PLAIN_NAMES[plain]] for name, (_, plain) in FAST.items() if plain in PLAIN_NAMES
}


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("name", LAYERS)
def test_converted_or_refused(rng, name, framework):
    layer, convert = LAYERS[name], FRAMEWORKS[framework]
    params = layer.init(rng, 3, 5)
    if framework[0] not in CONVERTED.get(name, ""):
        with pytest.raises(ValueError, match=rf"is not converted to {framework}: \w|convert them one by one"):
            convert(layer, params)
    else:
        assert convert(layer, params)


def test_the_table_names_layers_that_there_are():
    assert CONVERTED.keys() <= LAYERS.keys()
