"""Patched assertions, comparisons, references and draws: changing the judge in its own process."""

from build import TORCH, Attack

#: Answers that are wrong everywhere and never raise.
ZEROS = {
    "step": "def step(x_t, h_prev, W_xh, W_hh, b_h):\n    return np.zeros_like(h_prev)",
    "count": """
def count_parameters(d, h, q, T):
    return 0


def count_torch(d, h, q):
    return 0


def largest_hidden(budget, count):
    return -1
""",
}


def _first(exercise: str, patch: str, answers: dict[str, str] = ZEROS) -> dict[str, str]:
    """The answers, with the patch before the one to ``exercise``."""
    return answers | {exercise: patch.strip("\n") + "\n\n\n" + answers[exercise].strip("\n")}


ATTACKS = [
    Attack(
        "patched-numpy-comparisons",
        "Every comparison of NumPy says yes; the judge has a NumPy of its own.",
        right="forward",
        code=_first(
            "step",
            """
import numpy.testing

for name in ("allclose", "array_equal", "isclose", "array_equiv"):
    setattr(np, name, lambda *args, **options: True)
for name in [name for name in dir(numpy.testing) if name.startswith("assert_")]:
    setattr(numpy.testing, name, lambda *args, **options: None)
""",
        ),
    ),
    Attack(
        "patched-absolute-value",
        "np.abs gives zeros, so that every gap between expected and got is none; only its own NumPy is changed.",
        right="forward",
        code=_first(
            "step",
            """
import rnncourse.checks.comparing as comparing

np.abs = lambda x, *args, **options: np.zeros(np.shape(x))
comparing.gaps = lambda got, want: np.zeros(np.shape(got))
""",
        ),
    ),
    Attack(
        "patched-check-functions",
        "checks.returns and checks.check do nothing any more, in a process that judges nothing.",
        right="forward",
        code=_first(
            "step",
            """
import rnncourse.checks as checks

checks.check = lambda body: None
checks.returns = lambda *args, **options: None
""",
        ),
    ),
    Attack(
        "patched-code-of-checks",
        "Replaces the code object of every function called `returns` or `check` that the collector finds.",
        right="forward",
        code=_first(
            "step",
            """
import gc
import types

for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__name__ in ("returns", "check", "_failure", "close"):
        try:
            thing.__code__ = (lambda *args, **options: None).__code__
        except ValueError:
            pass
""",
        ),
    ),
    Attack(
        "patched-close",
        "The comparison of the checks is replaced wherever it has been imported.",
        right="forward",
        code=_first(
            "step",
            """
import sys

import rnncourse.checks.comparing

for module in list(sys.modules.values()):
    if getattr(module, "close", None) is rnncourse.checks.comparing.close:
        module.close = lambda got, want: True
    if hasattr(module, "_part_failure"):
        module._part_failure = lambda *args, **options: None
""",
        ),
    ),
    Attack(
        "patched-builtins",
        "isinstance, all, any and the assertion's own class are changed for everything in the process.",
        right="forward",
        code=_first(
            "step",
            """
import builtins


class Quiet(AssertionError):
    def __new__(cls, *args):
        return super().__new__(cls)


builtins.AssertionError = Quiet
builtins.all = lambda values: True
builtins.any = lambda values: False
builtins.callable = lambda thing: True
""",
        ),
        adds={
            "rnn-count": "import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.max = lambda *a, **k: 1e300"
        },
    ),
    Attack(
        "patched-reference",
        "The course's own cell is changed to give zeros, so that zeros are right; the judge's is not this one.",
        right="count",
        code={
            "step": """
import rnncourse.cells

for name in ("step", "forward"):
    setattr(rnncourse.cells.RNN, name, lambda self, params, x, h, *more: np.zeros_like(h))


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.zeros_like(h_prev)
"""
        },
        flags=(("forbidden-import", "rnn-step"),),
    ),
    Attack(
        "patched-draws",
        "All random numbers of the checks become zeros, for which zeros are the right answer.",
        right="count",
        code={
            "step": """
import numpy.random
import rnncourse.checks as checks


class Nothing:
    def __getattr__(self, name):
        def zeros(*args, size=(), **options):
            return np.zeros(size)
        return zeros

    def permutation(self, values):
        return values


checks.rng = lambda name: Nothing()
numpy.random.default_rng = lambda *args: Nothing()


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "patched-by-profiler",
        "A profile hook looks for the check's `expected` in every frame that is entered; no such frame is here.",
        right="readout",
        code={
            "step": """
import sys

seen = []


def hook(frame, event, argument):
    for name in ("expected", "want"):
        if name in frame.f_locals:
            seen.append(frame.f_locals[name])


sys.setprofile(hook)


def step(x_t, h_prev, W_xh, W_hh, b_h):
    return seen[-1] if seen else h_prev
"""
        },
    ),
    Attack(
        "patched-suspects",
        "Empties and rewrites the lists of known mistakes, to make the check itself stumble.",
        right="forward",
        flags=(("forbidden-import", "rnn-step"),),
        code=_first(
            "step",
            """
import rnncourse.checks.rnn as mistakes

for name in dir(mistakes):
    if name.isupper():
        setattr(mistakes, name, None)
""",
        ),
    ),
    Attack(
        "patched-torch-comparisons",
        "torch.allclose, torch.equal and the tensors' own comparison say yes; the judge compares with its own.",
        assignment=TORCH,
        right="draw",
        code={
            "module": """
for name in ("allclose", "equal", "isclose"):
    setattr(torch, name, lambda *args, **options: True)
torch.testing.assert_close = lambda *args, **options: None
torch.Tensor.__eq__ = lambda self, other: torch.ones(1, dtype=torch.bool)
torch.Tensor.__sub__ = lambda self, other: torch.zeros(1)
torch.Tensor.numpy = lambda self, **options: np.zeros(tuple(self.shape))


class Cell(torch.nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.input, self.state = torch.nn.Linear(d, h), torch.nn.Linear(h, h, bias=False)

    def forward(self, x_t, h_prev):
        return h_prev * 0
"""
        },
    ),
]
