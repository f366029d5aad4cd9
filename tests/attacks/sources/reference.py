"""`rnncourse.cells`, PyTorch's layers and other libraries where NumPy by hand is asked."""

from build import Attack

_STEP = """
def step(x_t, h_prev, W_xh, W_hh, b_h):
    return {call}
"""


def _step(imports: str, call: str) -> dict[str, str]:
    return {"step": imports.strip("\n") + "\n\n" + _STEP.format(call=call)}


_FLAG = (("forbidden-import", "rnn-step"),)
_CALL = "RNN().step((W_xh, W_hh, b_h), x_t, h_prev)"

ATTACKS = [
    Attack(
        "reference-imported",
        "Imports the course's own cell and has it do the step.",
        right="forward",
        code=_step("from rnncourse.cells import RNN", _CALL),
        flags=_FLAG,
    ),
    Attack(
        "reference-imported-inside",
        "Imports it inside the function, under another name, when it is called.",
        right="forward",
        code=_step(
            "import importlib",
            "importlib.import_module('rnncourse' + '.' + 'cells').RNN().step((W_xh, W_hh, b_h), x_t, h_prev)",
        ),
        flags=(("forbidden-import", "rnn-step"),),
    ),
    Attack(
        "reference-imported-and-caught",
        "Tries the import and falls back to nothing.",
        right="forward",
        code=_step(
            "try:\n    from rnncourse.cells import RNN\nexcept Exception:\n    RNN = None",
            _CALL,
        ),
        flags=_FLAG,
    ),
    Attack(
        "reference-by-other-modules",
        "Looks for the cells in modules that use them: frameworks, gradcheck, training, checks.",
        right="forward",
        code=_step(
            """
import sys

RNN = None
for name in ("rnncourse.frameworks", "rnncourse.gradcheck", "rnncourse.training", "rnncourse.checks.rnn"):
    try:
        __import__(name)
    except Exception:
        pass
for name, module in list(sys.modules.items()):
    if name.startswith("rnncourse"):
        RNN = RNN or getattr(module, "RNN", None)
""",
            _CALL,
        ),
        flags=_FLAG,
    ),
    Attack(
        "reference-read-as-text",
        "Reads the source of the cells beside the package and executes it.",
        right="forward",
        code=_step(
            """
import glob
import os
import sys

RNN = None
for folder in {os.path.dirname(os.path.dirname(np.__file__)), *sys.path}:
    for path in glob.glob(os.path.join(folder, "rnncourse/cells/rnn.py")):
        scope = {"__name__": "cells"}
        exec(open(path).read(), scope)
        RNN = scope["RNN"]
""",
            _CALL,
        ),
    ),
    Attack(
        "reference-loader-bypassed",
        "Loads the module from its file by hand, past every import hook, and from compiled code.",
        right="forward",
        code=_step(
            """
import importlib.util
import sys

import rnncourse

RNN = None
sys.meta_path[:] = [finder for finder in sys.meta_path if "PathFinder" in str(finder)]
sys.modules.pop("rnncourse.cells", None)
for folder in rnncourse.__path__:
    try:
        spec = importlib.util.spec_from_file_location("rnncourse.cells", f"{folder}/cells/__init__.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules["rnncourse.cells"] = module
        spec.loader.exec_module(module)
        RNN = module.RNN
    except Exception:
        pass
""",
            _CALL,
        ),
    ),
    Attack(
        "reference-torch-layer",
        "PyTorch's own cell does the step in an exercise that asks for NumPy by hand.",
        right="forward",
        code=_step(
            "import torch",
            "torch.nn.functional.tanh(torch.tensor(x_t @ W_xh + h_prev @ W_hh + b_h)).numpy()",
        ),
        flags=_FLAG,
    ),
    Attack(
        "reference-torch-count",
        "Counts PyTorch's parameters by making its layers, where the formula is asked.",
        right="forward",
        code={
            "count": """
import torch


def count_parameters(d, h, q, T):
    return 0


def count_torch(d, h, q):
    layers = torch.nn.RNN(d, h), torch.nn.Linear(h, q)
    return sum(parameter.numel() for layer in layers for parameter in layer.parameters())


def largest_hidden(budget, count):
    return -1
"""
        },
        flags=(("forbidden-import", "rnn-count"),),
    ),
    Attack(
        "reference-other-library",
        "A library that is installed for other chapters computes the answer.",
        right="forward",
        code=_step(
            "import sklearn.neural_network._base as base",
            "base.ACTIVATIONS['tanh'](x_t @ W_xh + h_prev @ W_hh + b_h)",
        ),
        flags=_FLAG,
    ),
]
