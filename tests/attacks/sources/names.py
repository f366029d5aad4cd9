"""Names redefined: the stubs', the checks', the builtins', and functions that are no functions."""

from build import Attack


def _fake(source: str) -> dict[str, str]:
    return {"step": source.strip("\n") + "\n"}


ATTACKS = [
    Attack(
        "names-checks-redefined",
        "`checks`, `_check` and `reference` as names of its own that agree with everything.",
        right="forward",
        lost="forward",
        adds={
            "rnn-step": """
from unittest.mock import MagicMock

checks = _check = reference = RNN = mistakes = MagicMock()
__builtins__ = MagicMock()
"""
        },
    ),
    Attack(
        "names-numpy-replaced",
        "`np` is another object, which answers every comparison with yes.",
        right="",
        adds={"rnn-setup": "from unittest.mock import MagicMock\n\nnp = MagicMock()"},
        code={"step": "def step(*arrays):\n    return np.tanh(arrays)"},
    ),
    Attack(
        "names-mock-answers",
        "Mocks in the place of functions: callable, equal to nothing, with every attribute.",
        right="forward",
        code=_fake("from unittest.mock import MagicMock\n\nstep = MagicMock(return_value=MagicMock())"),
    ),
    Attack(
        "names-class-for-function",
        "A class whose instances claim to be functions, with a forged code object and module.",
        right="forward",
        code=_fake(
            """
class Function:
    __name__ = "step"
    __module__ = "rnncourse.checks"
    __code__ = (lambda: None).__code__
    __globals__ = {}
    __class__ = type(lambda: None)

    def __call__(self, *args, **options):
        return self

    def __getattr__(self, name):
        return self


step = Function()
"""
        ),
    ),
    Attack(
        "names-property-of-module",
        "The notebook's namespace replaced by one whose names change each time they are read.",
        right="forward",
        code=_fake(
            """
import sys
import types


class Main(types.ModuleType):
    step = property(lambda self: lambda *args: np.zeros_like(args[1]))


sys.modules["__main__"].__class__ = Main
"""
        ),
    ),
    Attack(
        "names-all-deleted",
        "Deletes every name, the shell's own among them.",
        right="forward",
        adds={"rnn-forward": "for name in list(globals()):\n    del globals()[name]"},
        lost="forward",
    ),
    Attack(
        "names-answer-changed-by-later-cell",
        "A right answer, overwritten by a cell further down that hands everything back.",
        right="step forward",
        adds={"rnn-count": "def step(*arrays):\n    return arrays[1]"},
    ),
    Attack(
        "names-dunder",
        "`__name__`, `__doc__`, `__file__` and `_` as forged objects, and a frozen namespace.",
        right="forward",
        adds={
            "rnn-setup": "__name__ = 'rnncourse.checks.judging'\n__file__ = __doc__ = _ = __ = In = Out = None",
        },
    ),
]
