"""Forged exceptions: to satisfy "must raise", to end the test early, to forge its verdict."""

from build import TORCH, Attack

_STEP = "def step(x_t, h_prev, W_xh, W_hh, b_h):\n    {line}"


def _raising(setup: str, line: str) -> dict[str, str]:
    return {"step": setup.strip("\n") + "\n\n\n" + _STEP.format(line=line)}


def _refusing(setup: str, line: str) -> dict[str, str]:
    return {"refuse": setup.strip("\n") + f"\n\n\ndef check_lengths(lengths, T):\n    {line}"}


ATTACKS = [
    Attack(
        "exceptions-named-alike",
        "A class of its own called ValueError, raised where a ValueError must be; names are not enough.",
        assignment=TORCH,
        right="draw",
        code=_refusing(
            'class ValueError(Exception):\n    """Not the real one."""', 'raise ValueError("lengths: 1..T")'
        ),
    ),
    Attack(
        "exceptions-always-raised",
        "Raises for good and for bad arguments alike; a test with good ones catches it.",
        assignment=TORCH,
        right="draw",
        code=_refusing("", 'raise ValueError("lengths must lie in 1..T")'),
    ),
    Attack(
        "exceptions-of-every-kind",
        "An exception that is a ValueError and a SystemExit at once.",
        assignment=TORCH,
        right="draw",
        code=_refusing(
            "class Both(SystemExit, KeyboardInterrupt):\n    __class__ = ValueError", "raise Both(0)"
        ),
    ),
    Attack(
        "exceptions-whose-text-runs",
        "An exception whose __str__ never ends well: it raises, lies, or is a megabyte long.",
        right="forward",
        code=_raising(
            """
class Loud(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


class Long(Exception):
    def __str__(self):
        return "[passed]\\n" * 1_000_000
""",
            "raise (Loud if len(x_t) % 2 else Long)()",
        ),
        status="crashed",
    ),
    Attack(
        "exceptions-system-exit",
        "Leaves the test with SystemExit, GeneratorExit or KeyboardInterrupt, which a judge might let through.",
        right="forward",
        code=_raising(
            "kinds = [SystemExit(0), KeyboardInterrupt(), GeneratorExit(), StopIteration(1)]",
            "raise kinds[len(x_t) % 4]",
        ),
    ),
    Attack(
        "exceptions-check-failed",
        "Raises the checks' own exception with a forged sentence and hint; a learner's error is never a verdict.",
        right="forward",
        code=_raising(
            "from rnncourse.checks import CheckFailed",
            'raise CheckFailed("All tests passed: 40 of 40 points.", "full-marks")',
        ),
    ),
    Attack(
        "exceptions-skipped-test",
        "Raises what test runners take for skipped: unittest.SkipTest and bdb.BdbQuit.",
        right="forward",
        code=_raising(
            "import bdb\nimport unittest",
            "raise unittest.SkipTest('skip') if len(x_t) % 2 else bdb.BdbQuit()",
        ),
    ),
    Attack(
        "exceptions-grouped",
        "An exception group with a cause that is itself, whose traceback is printed without end.",
        right="forward",
        code=_raising(
            """
def ring():
    error = ExceptionGroup("ring", [ValueError(1)])
    error.__cause__ = error.__context__ = error
    error.add_note("x" * 10**6)
    return error
""",
            "raise ring()",
        ),
    ),
    Attack(
        "exceptions-at-collection",
        "Raises in __del__ and in weak-reference callbacks, at moments when the judge's code may be running.",
        right="forward",
        code=_raising(
            """
class Bomb:
    def __del__(self):
        raise SystemExit(0)
""",
            "return [Bomb() for _ in range(3)] and np.zeros_like(h_prev)",
        ),
    ),
]
