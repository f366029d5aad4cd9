"""What may cross between the boxes, and the sentence for what may not: small notebooks in both worlds."""

from __future__ import annotations

import contextlib
import io
import linecache

import pytest
from boxes import names_of, small

from rnncourse.checks.allowing import nothing_allowed
from rnncourse.checks.failure import CheckFailed, parse
from rnncourse.grading.names import taken

SETUP = "import numpy as np\nfrom rnncourse import checks\n"


def in_one(source, test, setup):
    """(status, hint, message) as a kernel would have it: all cells in one namespace."""
    space = {"__name__": "__main__"}
    with nothing_allowed(), contextlib.redirect_stdout(io.StringIO()):
        for number, cell in enumerate((setup, source)):
            linecache.cache[f"<{number}>"] = (len(cell), None, cell.splitlines(keepends=True), f"<{number}>")
            exec(compile(cell, f"<{number}>", "exec"), space)
        try:
            exec(compile(test, "<test>", "exec"), space)
        except CheckFailed as failed:
            return "failed", failed.hint_id, failed.message
        except Exception as error:
            return "error", None, f"{type(error).__name__}: {error}"
    return "passed", None, ""


def in_two(boxes, source, test, setup):
    """The same from a judge and a learner."""
    takes = taken(test, names_of([source]))
    heard = boxes.run(small(("setup", setup), ("learner", source), ("test", test), takes=takes))
    assert heard.last == "done", heard.events
    assert [heard.endings[0]["ended"], heard.endings[1]["ended"]] == ["passed"] * 2, heard.events
    ending = heard.endings[2]
    if ending["ended"] == "passed":
        return "passed", None, ""
    if ending["ename"] == "CheckFailed":
        message, hint = parse(ending["evalue"])
        return "failed", hint, message
    return "error", None, f"{ending['ename']}: {ending['evalue']}"


def both(boxes, source, test, setup=SETUP):
    """How a test ended, which must be the same in one process and in two."""
    one, two = in_one(source, test, setup), in_two(boxes, source, test, setup)
    assert two == one
    return one


def returns(result, expected, args="()", of='"y"', **more):
    """A learner's function that returns ``result``, and a test that wants ``expected``."""
    options = "".join(f", {key}={value}" for key, value in more.items())
    return (
        f"def f(*args):\n    return {result}",
        f'checks.returns(f, {args}, {expected}, called="f", of={of}{options})',
    )


# ---- values


@pytest.mark.parametrize(
    "value",
    [
        "True", "7", "-(2**70) * 0 + 5", "2.5", "np.float32(0.1)", "np.int64(3)", "np.arange(6).reshape(2, 3)",
        "np.zeros((0, 3))", "np.array(2.0)", "np.array([np.nan, np.inf, -0.0])", "np.arange(4, dtype='>i4')",
        "np.asfortranarray(np.arange(6.0).reshape(2, 3))", "np.float16(0.5)", "np.array([True, False])",
        "['I', np.str_('人')]",
    ],
)  # fmt: skip
def test_a_value_comes_as_what_it_is(plain, value):
    assert both(plain, *returns(value, value))[0] == "passed"


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("None", "returns-nothing"),
        ("'text'", "wrong-type"),
        ("b'bytes'", "wrong-type"),
        ("'grüße ' * 40", "wrong-type"),
        ("[1.0, 2.0]", "wrong-type"),
        ("{'a': 1}", "wrong-type"),
        ("{1, 2}", "wrong-type"),
        ("slice(1, 2)", "wrong-type"),
        ("1 + 2j", "wrong-type"),
        ("np.array([1 + 2j])", "wrong-type"),
        ("np.array([None, 1])", "wrong-type"),
        ("np.array(['a'])", "wrong-type"),
        ("np.datetime64('2020')", "wrong-type"),
        ("object()", "wrong-type"),
        ("f", "wrong-type"),
        ("np", "wrong-type"),
        ("(i for i in range(3))", "wrong-type"),
        ("np.ones(3)", "wrong-shape"),
        ("np.array([1, 2], np.float32)", "wrong-dtype"),
        ("np.array([1.0, np.nan])", "not-finite"),
    ],
)
def test_a_wrong_value_is_called_the_same_in_both_worlds(plain, value, hint):
    assert both(plain, *returns(value, "np.array([1.0, 2.0])"))[:2] == ("failed", hint)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("class E(float):\n    def __eq__(s, o): return True\n    __hash__ = None\ndef f(): return E(3.0)", "failed"),
        ("class A(np.ndarray):\n    def __eq__(s, o): return np.array(True)\n"
         "def f(): return np.zeros(()).view(A)", "failed"),
        ("class T:\n    __class__ = float\n    def __float__(s): return 4.0\ndef f(): return T()", "failed"),
        ("def f(): return np.ma.array(3.0, mask=True)", "failed"),
        ("class E(float): pass\ndef f(): return E(4.0)", "passed"),
        ("class I(int):\n    def __index__(s): return 4\ndef f(): return I(3)", "failed"),
    ],
)  # fmt: skip
def test_what_a_value_says_of_itself_does_not_count(plain, lines, status):
    assert both(plain, lines, 'checks.returns(f, (), 4.0, called="f", of="y")')[0] == status


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("def f():\n    a = []\n    a.append(a)\n    return a", "it contains itself"),
        ("def f():\n    a = []\n    for _ in range(100): a = [a]\n    return a", "nested more than 32 deep"),
        ("def f():\n    return list(range(200_000))", "more than 100,000 parts"),
        ("def f():\n    return np.broadcast_to(1.0, (10**6, 10**6))", "larger than 60 MiB"),
        ("def f():\n    return [np.zeros(7 * 2**20)] * 2", "wrong-type"),
    ],
)
def test_what_cannot_cross_gives_a_sentence_and_no_traceback(plain, lines, words):
    status, hint, message = in_two(plain, lines, 'checks.returns(f, (), 4.0, called="f", of="y")', SETUP)
    assert (status, hint) == ("failed", "wrong-type")
    assert words in message or words == hint


def test_a_part_that_cannot_cross_leaves_the_others_as_they_are(plain):
    source, test = returns("(np.ones(2), object())", "(np.ones(2), np.ones(3))", of='["a", "b"]')
    assert both(plain, source, test)[1] == "wrong-type"


def test_named_tuples_cross_in_both_directions(plain):
    source = (
        "from collections import namedtuple\nState = namedtuple('State', 'h c')\n"
        "def f(s):\n    return State(s.h + 1, s.c * 2)"
    )
    test = (
        "from collections import namedtuple\nS = namedtuple('S', 'h c')\n"
        'checks.returns(f, (S(np.ones(2), np.ones(3)),), 2.0, called="f", of="y", '
        "view=lambda s: float(s.h[0] + s._asdict()['c'][0]) - 2.0)"
    )
    assert both(plain, source, test)[0] == "passed"


def test_one_array_in_two_places_stays_one(plain):
    test = 'a = np.ones(2)\nchecks.returns(f, ([a, a],), 1, called="f", of="y", view=lambda x: int(x[0] is x[1]))'
    assert in_two(plain, "def f(l):\n    return [l[0], l[0]]", test, SETUP)[0] == "passed"


# ---- calls


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('x must be [n, d]')", "raise KeyError('a')", "return np.ones((2, 3)) @ np.ones((2, 3))",
        "return undefined", "return x.nothing", "return [][3]", "class Mine(ValueError): pass\n    raise Mine('odd')",
        "class Odd(Exception): pass\n    raise Odd('very')", "raise np.linalg.LinAlgError('singular')",
        "raise NotImplementedError", "raise SystemExit(0)", "raise checks.CheckFailed('I passed', 'passed')",
        "import nowhere_at_all", "return np.sum(np.ones(3), axis=5)", "raise AssertionError", "return f()",
        "raise ValueError('a' * 5000)", "raise OSError(2, 'none')", "raise StopIteration",
    ],
)  # fmt: skip
def test_an_error_is_told_in_the_same_words_and_with_its_line(plain, body):
    test = 'checks.returns(f, (np.ones(2),), np.ones(2), called="f", of="y", read="Eq. 1")'
    assert both(plain, f"def f(x):\n    {body}", test)[0] == "failed"


@pytest.mark.parametrize(
    "body",
    [
        "x += 1\n    return x", "l.pop()\n    return 3", "d['a'] = 2\n    return 3", "l[0][:] = 3\n    return 3",
        "l.append(1)\n    l.pop()\n    return 3", "x.sort()\n    return 3", "return 3", "d.clear()\n    return 3",
    ],
)  # fmt: skip
def test_a_changed_argument_is_seen_and_named(plain, body):
    test = 'checks.returns(f, (np.ones(2), [np.ones(2), 1], {"a": 1}), 3, called="f", of="y")'
    status, hint, _ = both(plain, f"def f(x, l, d):\n    {body}", test)
    harmless = body in ("l.append(1)\n    l.pop()\n    return 3", "return 3")
    assert (status, hint) == (("passed", None) if harmless else ("failed", "argument-changed"))


def test_a_generator_given_away_is_a_copy_and_its_twin_draws_alike(plain):
    source = "def f(rng):\n    return rng.normal(size=3)"
    test = (
        'mine, theirs = checks.twins(checks.rng("a"))\nwanted = mine.normal(size=3)\n'
        'checks.returns(f, (theirs,), wanted, called="f", of="y")\n'
        'checks.returns(f, (theirs,), wanted, called="f", of="y")\n'
    )
    assert both(plain, source, test)[0] == "passed"


def test_a_generators_items_come_one_by_one_and_not_for_ever(plain):
    source = "def f(x, k):\n    for i in range(0, len(x), k):\n        yield x[i : i + k]"
    test = (
        "checks.returns(f, (np.arange(5.0), 2), (np.arange(2.0), np.arange(2.0, 4.0), np.array([4.0])), "
        'called="f", of=["a", "b", "c"], view=lambda items: tuple(items))'
    )
    assert both(plain, source, test)[0] == "passed"
    endless = "def f(x, k):\n    while True:\n        yield x"
    status, hint, message = in_two(plain, endless, test, SETUP)
    assert (status, hint) == ("failed", "wrong-structure")
    assert "10,000 items and did not end" in message


def test_a_lent_function_is_called_back_with_names_and_its_error_is_the_learners(plain):
    source = "def f(g):\n    try:\n        g(-1.0)\n    except ValueError as e:\n        return g(x=2.0) + len(str(e))"
    test = (
        "def g(x):\n    if x < 0:\n        raise ValueError('negative')\n    return np.float64(x)\n"
        'checks.returns(f, (g,), 10.0, called="f", of="y")'
    )
    assert both(plain, source, test)[0] == "passed"


def test_what_a_lent_function_gives_may_be_written_to(plain):
    test = 'checks.returns(f, (lambda n: np.ones(n),), np.full(2, 2.0), called="f", of="y")'
    assert both(plain, "def f(g):\n    a = g(2)\n    a += 1\n    return a", test)[0] == "passed"


def test_a_tape_goes_through_the_learners_hands_without_being_looked_into(plain):
    source = "def f(forward, backward):\n    y, tape = forward(3.0)\n    return backward(tape, y)"
    test = (
        "class Tape:\n    def __init__(self, x): self.x = x\n"
        'checks.returns(f, (lambda x: (x * x, Tape(x)), lambda tape, y: tape.x + y), 12.0, called="f", of="y")'
    )
    assert both(plain, source, test)[0] == "passed"


def test_a_lent_function_dies_with_its_call(plain):
    source = "kept = []\ndef f(g):\n    if kept:\n        return kept[0](1.0)\n    kept.append(g)\n    return g(1.0)"
    test = 'checks.returns(f, (lambda x: x,), 1.0, called="f", of="y")'
    heard = plain.run(
        small(("setup", SETUP), ("learner", source), ("test", test + "\n" + test), takes=("f",))
    )
    assert heard.last == "violation"


def test_a_lent_function_is_called_so_often_and_no_more(plain):
    source = "def f(g):\n    while True:\n        g(0)"
    test = 'checks.returns(f, (checks.bounded(lambda h: 0, "count", 50),), 1, called="f", of="y")'
    assert "does your loop end?" in both(plain, source, test)[2]


def test_a_learners_function_is_handed_to_another_of_theirs(plain):
    source = "def step(x):\n    return x + 1\ndef f(x, g):\n    return g(g(x))"
    assert both(plain, source, 'checks.returns(f, (1.0, step), 3.0, called="f", of="y")')[0] == "passed"


def test_calling_each_other_too_deep_ends_in_a_sentence(plain):
    source = "def f(g, n):\n    return g(g, n)"
    test = 'def g(h, n):\n    return f(h, n + 1)\nchecks.returns(f, (g, 0), 3.0, called="f", of="y")'
    assert in_two(plain, source, test, SETUP)[:2] == ("failed", "raised")


def test_values_of_a_learner_are_there_as_values_and_missing_names_are_missing(plain):
    test = 'checks.returns(lambda: hidden, (), 64, called="f", of="hidden")'
    assert in_two(plain, "hidden = 64", test, SETUP)[0] == "passed"
    missing = "@checks.check\ndef _check():\n    checks.returns(step, (), 1, called='step', of='y')"
    heard = plain.run(
        small(
            ("setup", SETUP), ("learner", "1 / 0\ndef step(): return 1"), ("test", missing), takes=("step",)
        )
    )
    assert parse(heard.endings[2]["evalue"])[1] == "not-defined"
    assert heard.endings[1]["ename"] == "ZeroDivisionError"


def test_a_name_that_holds_no_function_is_told_so(plain):
    test = 'checks.returns(f, (), 1, called="f", of="y")'
    for source in ["f = 3", "f = None", "f = object()", "f = np"]:
        assert both(plain, source, test)[1] == "not-a-function"


# ---- errors that must be raised


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("if x < 0:\n        raise ValueError('x is negative')\n    return x", None),
        ("if x < 0:\n        raise type('E', (ValueError,), {})('negative x')\n    return x", None),
        ("return x", "not-refused"),
        ("raise ValueError('negative')", "refuses-what-is-right"),
        ("if x < 0:\n        raise TypeError('negative')\n    return x", "wrong-error"),
        ("if x < 0:\n        raise ValueError('no')\n    return x", "error-says-too-little"),
        ("if x < 0:\n        raise type('E', (Exception,), {'__class__': ValueError})('negative')\n    return x",
         "wrong-error"),
        ("if x < 0:\n        return ValueError('negative')\n    return x", "not-refused"),
        ("if x < 0:\n        raise SystemExit('negative')\n    return x", "wrong-error"),
        ("raise NotImplementedError", "not-written"),
    ],
)  # fmt: skip
def test_a_refusal_must_be_real(plain, body, hint):
    test = (
        'checks.raises(f, (-1.0,), ValueError, called="f", given="a negative number", accepts=(1.0,), '
        'saying=["negative"], read="Eq. 3")'
    )
    assert both(plain, f"def f(x):\n    {body}", test)[1] == hint


# ---- modules that are not allowed


@pytest.mark.parametrize(
    "lines",
    [
        "import torch\ndef f(x):\n    return torch.tanh(x)",
        "def f(x):\n    import torch\n    return torch.tanh(x)",
        "from torch import nn\ndef f(x):\n    return nn.Tanh()(x)",
        "def f(x):\n    from rnncourse.cells import RNN\n    return RNN()",
        "from torch import nn\ndef g(x):\n    return nn.Tanh()(x)\ndef f(x):\n    return g(x)",
        "import rnncourse.cells\ndef f(x):\n    return rnncourse.cells.RNN()",
    ],
)
def test_a_forbidden_module_is_named_in_practice_and_in_grading_and_flagged(plain, lines):
    pytest.importorskip("torch", reason="one of the worlds has it")
    test = 'checks.returns(f, (np.ones(2),), np.ones(2), called="f", of="y")'
    assert both(plain, lines, test)[1] == "uses-answers"
    heard = plain.run(small(("setup", SETUP), ("learner", lines), ("test", test), takes=("f",)))
    assert heard.flags == {("forbidden-import", 1)}


def test_a_forbidden_module_that_is_used_at_once_says_why_and_the_hint_stays_the_same(plain):
    lines = "from rnncourse.cells import RNN\nreference = RNN()\ndef f(x):\n    return reference.step(x)"
    test = 'checks.returns(f, (np.ones(2),), np.ones(2), called="f", of="y")'
    heard = plain.run(small(("setup", SETUP), ("learner", lines), ("test", test), takes=("f",)))
    assert heard.endings[1]["ename"] == "ImportError"
    assert "holds the course's own answers" in heard.endings[1]["evalue"]
    assert parse(heard.endings[2]["evalue"])[1] == in_one(lines, test, SETUP)[1] == "uses-answers"


def test_a_module_imported_by_stealth_is_not_there(plain):
    lines = "m = __import__('tor' + 'ch')\ndef f(x):\n    return m.tanh(x)"
    test = 'checks.returns(f, (np.ones(2),), np.tanh(np.ones(2)), called="f", of="y")'
    message = in_two(plain, lines, test, SETUP)[2]
    assert "torch.tanh is not among what this assignment's solutions may use" in message


def test_the_standard_library_is_free(plain):
    lines = "import itertools, math, functools, statistics\ndef f(x):\n    return math.fsum(x)"
    heard = plain.run(
        small(("setup", SETUP), ("learner", lines), ("test", 'checks.returns(f, ([1.0],), 1.0, called="f", of="y")'),
              takes=("f",))
    )  # fmt: skip
    assert heard.endings[2]["ended"] == "passed"
    assert heard.flags == set()


# ---- cells


def test_magics_work_and_what_is_printed_comes_back_and_is_cut(plain):
    heard = plain.run(
        small(
            ("learner", "%time x = 3\n!true\nx"),
            ("learner", "print('a' * 50_000)"),
            ("learner", "import sys\nprint('ü\\x1b[31m', file=sys.stderr)"),
            ("learner", "x ="),
            ("learner", "raise SystemExit(3)"),
            ("learner", "print(x)"),
        )
    )
    endings = heard.endings
    assert endings[0]["ended"] == "passed"
    assert "Out[" in endings[0]["output"] or "3" in endings[0]["output"]
    assert len(endings[1]["output"]) == 10_000
    assert heard.flags == {("output-truncated", 1)}
    assert "ü" in endings[2]["output"]
    assert (endings[3]["ename"], endings[4]["ename"]) == ("SyntaxError", "SystemExit")
    assert endings[5]["output"] == "3\n"


def test_cells_before_the_start_are_run_again_in_silence_and_skipped_ones_are_not(plain):
    cells = small(
        ("learner", "x = 1"),
        ("learner", "x = 2"),
        ("test", "1 / 0"),
        ("learner", "print(x)"),
        ("test", "None"),
    )
    heard = plain.run(cells, start=3, skip=[1])
    assert sorted(heard.endings) == [3, 4]
    assert heard.endings[3]["output"] == "1\n"
    assert [event["cell"] for event in heard.events if event["event"] == "begin"] == [0, 3, 4]


def test_memory_that_the_learner_lacks_is_told_as_such_and_the_judges_own_refusal_is_not(plain):
    test = 'checks.returns(f, (lend,), 1.0, called="f", of="y")'
    setup = SETUP + "def lend(x):\n    raise MemoryError('too long')\n"
    for source, name in [
        ("def f(g):\n    raise MemoryError", "MemoryError"),
        ("def f(g):\n    return g(1)", "CheckFailed"),
    ]:
        heard = plain.run(small(("setup", setup), ("learner", source), ("test", test), takes=("f",)))
        assert heard.endings[2]["ename"] == name


def test_a_transcript_says_what_was_asked_answered_and_expected(plain):
    cells = small(("setup", SETUP), ("learner", "def f(x):\n    return x + 1"),
                  ("test", 'checks.returns(f, (2.0,), 3.0, called="f", of="y")'), takes=("f",))  # fmt: skip
    (call,) = (event for event in plain.run(cells, transcript=True).events if event["event"] == "call")
    assert call == {
        "event": "call",
        "cell": 2,
        "called": "f",
        "asked": "2.0",
        "answered": "3.0",
        "expected": "3.0",
    }
    assert not [event for event in plain.run(cells).events if event["event"] == "call"]


# ---- objects


TORCH = "import torch\nfrom rnncourse import checks\nchecks.allow('torch')\n"
NET = """
class Net(torch.nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.cell = torch.nn.LSTM(d, h, batch_first=True)

    def forward(self, x):
        return self.cell(x)[0]
"""
MODULE = """
@checks.check
def _check():
    module = checks.made(Net, (4, 3), called="Net")
    torch.manual_seed(int(checks.rng("net").integers(2**31)))
    reference = torch.nn.LSTM(4, 3, batch_first=True)
    x = torch.randn(2, 5, 4)
    module.load_state_dict({"cell." + name: value for name, value in reference.state_dict().items()})
    wanted = reference(x)[0].detach().numpy()
    checks.returns(module, (x,), wanted, called="Net(4, 3)", of="H", view=lambda y: y.detach().numpy())
    weight = torch.randn(2, 5, 3)
    got, want = checks.vjp(module, (x,), weight), checks.vjp(torch.nn.Sequential(reference), (x,), (weight, None))
    assert torch.allclose(got.inputs[0], want.inputs[0])
    for name, gradient in want.parameters.items():
        assert torch.allclose(got.parameters[name.replace("0.", "cell.", 1)], gradient), name
    assert sum(p.numel() for p in module.parameters()) == sum(p.numel() for p in reference.parameters())
    assert sorted(module.state_dict()) == sorted("cell." + name for name in reference.state_dict())
    assert module.training is True
    module.eval()
    assert module.training is False
"""


def test_a_torch_module_is_reached_by_handle(with_torch):
    assert both(with_torch, NET, MODULE, TORCH)[0] == "passed"


@pytest.mark.parametrize(
    "use",
    [
        "bool(module)", "module == module", "len(module)", "hash(module)", "module < 1", "module[0]",
        "__import__('copy').copy(module)", "__import__('copy').deepcopy(module)", "__import__('pickle').dumps(module)",
        "float(module)", "1 in module", "iter(module)",
    ],
)  # fmt: skip
def test_a_handle_answers_nothing_for_itself(plain, use):
    source = "class Forged:\n    __class__ = float\n    def __eq__(s, o): return True\n    def __bool__(s): return True"
    test = f"module = checks.made(Forged, (), called='Forged')\nassert not isinstance(module, float)\n{use}"
    assert in_two(plain, source, test, SETUP)[2].startswith("TypeError")


def test_a_handles_attributes_are_those_on_the_list(plain):
    source = "class Thing:\n    secret = 3\n    def step(self, x):\n        return x + 1"
    test = "thing = checks.made(Thing, (), called='Thing')\nassert thing.step(1.0) == 2.0\nthing.secret"
    assert in_two(plain, source, test, SETUP)[2].startswith("AttributeError: 'secret'")
