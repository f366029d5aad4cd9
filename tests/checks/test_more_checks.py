"""Refusals, objects, gradients, twins, and what a kernel's own state cannot change."""

from pathlib import Path

import numpy as np
import pytest

from rnncourse import checks
from rnncourse.checks import allowing, observing
from rnncourse.checks.calling import alike, frozen_copy, run, uses_answers
from rnncourse.checks.comparing import as_array, close
from rnncourse.checks.failure import CheckFailed

ARRAY = np.array([[1.0, -2.0], [3.0, 4.0]])


def failing(check, *args, **options):
    """The hint of the CheckFailed that a check raises."""
    with pytest.raises(CheckFailed) as caught:
        check(*args, **options)
    return caught.value.hint_id


# ---- gradients


def test_vjp_is_what_backward_gives():
    torch = pytest.importorskip("torch")
    module, x = torch.nn.LSTM(3, 4), torch.randn(5, 2, 3)
    weight = torch.randn(5, 2, 4)
    got = checks.vjp(module, (x,), (weight, None))
    leaf = x.clone().requires_grad_()
    module(leaf)[0].backward(weight)
    assert torch.allclose(got.inputs[0], leaf.grad)
    assert all(torch.allclose(got.parameters[name], p.grad) for name, p in module.named_parameters())
    assert torch.equal(got.outputs[0], module(x)[0])
    assert x.grad is None


def test_vjp_leaves_out_what_takes_no_part():
    torch = pytest.importorskip("torch")

    class Lookup(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.table, self.spare = torch.nn.Embedding(5, 2), torch.nn.Linear(1, 1)

        def forward(self, i):
            return self.table(i)

    got = checks.vjp(Lookup(), (torch.tensor([1, 1]),), torch.ones(2, 2))
    assert got.inputs == (None,)
    assert got.parameters["spare.weight"] is None
    assert got.parameters["table.weight"][1].tolist() == [2.0, 2.0]


def test_vjp_wants_a_module():
    pytest.importorskip("torch")
    with pytest.raises(TypeError, match="return the module itself"):
        checks.vjp(lambda x: x, (ARRAY,), ARRAY)


# ---- words


def test_a_single_number_that_is_not_finite_has_no_place():
    with pytest.raises(CheckFailed, match=r"^The loss of `f` is nan, expected 1"):
        checks.returns(lambda: float("nan"), (), 1.0, called="f", of="the loss")


def test_a_short_list_of_numbers_is_shown_in_the_call():
    with pytest.raises(CheckFailed, match=r"The call was `reach\(3, \[1, 2\]\)`"):
        checks.returns(lambda kernel, gaps: 0, (3, [1, 2]), 7, called="reach", of="the reach")


# ---- objects


def test_made_hands_on_what_a_function_makes():
    assert checks.made(dict, (), called="dict") == {}


def not_written():
    raise NotImplementedError


@pytest.mark.parametrize(
    ("function", "hint"),
    [
        (not_written, "not-written"),
        (lambda: 1 / 0, "raised"),
        (lambda: None, "returns-nothing"),
        (3, "not-a-function"),
    ],
)
def test_made_says_why_there_is_nothing(function, hint):
    assert failing(checks.made, function, (), called="f") == hint


# ---- generators


def test_twins_draw_alike_and_leave_the_draw_where_it_was():
    draw, untouched = checks.rng("a"), checks.rng("a")
    one, other = checks.twins(draw)
    third, _ = checks.twins(draw)
    numbers = one.normal(size=3)
    assert np.array_equal(numbers, other.normal(size=3))
    assert not np.array_equal(numbers, third.normal(size=3))
    assert draw.normal() == untouched.normal()


def test_a_function_draws_from_a_copy():
    draw = np.random.default_rng(0)
    first, second = (run(lambda rng: rng.normal(), (draw,)).value for _ in range(2))
    assert first == second == np.random.default_rng(0).normal()


# ---- arguments


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1], [2]),
        ({"a": "x"}, {"a": "y"}),
        ([1.0], [1]),
        ((ARRAY,), (ARRAY + 1,)),
        ([None], [0]),
        ([True], [False]),
    ],
)
def test_a_change_of_a_number_in_a_list_is_seen(one, other):
    assert alike(one, frozen_copy(one))
    assert not alike(one, other)


def test_a_named_tuple_stays_one():
    state = checks.Suspect("a", abs, "b.")
    pair = type(np.linalg.slogdet(np.eye(2)))(1.0, 2.0)
    assert type(frozen_copy(pair)) is type(pair)
    assert frozen_copy(state) is state


def test_what_stands_in_several_places_is_one_thing_in_the_copy():
    layer = {"W": ARRAY}
    one, two, other = frozen_copy([layer, layer, {"W": ARRAY}])
    assert one is two
    assert one is not other
    assert one["W"] is other["W"]
    assert one["W"] is not ARRAY


def test_what_two_arguments_share_is_shared_where_a_function_gets_them():
    assert run(lambda one, other: one[0] is other, ([ARRAY], ARRAY)).value is True


# ---- what solutions may use


@pytest.fixture
def fresh():
    with allowing.nothing_allowed():
        yield


@pytest.mark.usefixtures("fresh")
def test_a_library_counts_until_it_is_allowed():
    torch = pytest.importorskip("torch")

    space = {"torch": torch}
    exec(
        "def f(x):\n    return g(x)\ndef g(x):\n    return torch.tanh(x)\ndef h(torch):\n    return torch",
        space,
    )
    assert uses_answers(space["g"]) == ("torch", "torch")
    assert uses_answers(space["f"]) == ("torch", "torch"), "by way of another function of theirs"
    assert uses_answers(space["h"]) is None, "an argument of that name is their own"
    checks.allow("torch")
    assert uses_answers(space["f"]) is None


@pytest.mark.usefixtures("fresh")
def test_allowing_a_library_leaves_the_answers_out():
    checks.allow("torch", "rnncourse.tasks", "rnncourse.checks")
    assert allowing.is_forbidden("rnncourse.cells.rnn")
    assert allowing.is_forbidden("rnncourse.checks.rnn.time")
    assert not allowing.is_forbidden("rnncourse.checks.drawing")
    assert allowing.is_forbidden("scipy")
    assert not allowing.is_forbidden("torch.nn.functional")
    assert not allowing.is_forbidden("torchless")


def test_what_checks_know_of_each_assignment_is_an_answer():
    folders = [path.parent.name for path in Path(checks.__file__).parent.glob("*/__init__.py")]
    assert {f"rnncourse.checks.{folder}" for folder in folders} <= set(allowing.ANSWERS)
    space = {}
    exec("import rnncourse\ndef f(x):\n    return rnncourse.checks.rnn.time.all_states(x)", space)
    assert uses_answers(space["f"]) == ("rnncourse.checks.rnn",) * 2


def test_an_answer_under_another_name_is_seen():
    from rnncourse.cells import RNN

    assert uses_answers(RNN().step)[1].startswith("rnncourse.cells")


# ---- comparing


def test_replaced_functions_change_no_verdict(monkeypatch):
    import builtins

    for name in ("abs", "isfinite", "array_equal", "where", "isnan", "asarray", "allclose"):
        monkeypatch.setattr(np, name, lambda *args, **named: True)
    monkeypatch.setattr(np.testing, "assert_allclose", lambda *args, **named: None)
    with monkeypatch.context() as patched:
        patched.setattr(builtins, "all", lambda values: True)
        patched.setattr(builtins, "abs", lambda value: 0)
        wrong, right = close(ARRAY, ARRAY + 1), close(ARRAY, ARRAY)
    assert (wrong, right) == (False, True)


def test_forged_numbers_and_arrays_are_what_they_hold():
    class Forged(float):
        def __array__(self, *args, **named):
            return np.array(5.0)

        def __float__(self):
            return 5.0

    class Subclass(np.ndarray):
        def __array_finalize__(self, other):
            pass

        def __array_ufunc__(self, *args, **named):
            return True

    assert as_array(Forged(3.0)) == 3.0
    assert type(as_array(ARRAY.view(Subclass))) is np.ndarray
    assert as_array(np.ma.array(3.0, mask=True)) == 3.0
    for nothing in (np.array([None]), np.array(["a"]), "3", [3], None, 3j, np.complex64(1)):
        assert as_array(nothing) is None


def test_an_observer_is_told_what_was_asked_answered_and_expected():
    told = []
    observing.observe(lambda **call: told.append(call))
    try:
        checks.returns(lambda x: x, (3.0,), 3.0, called="f", of="y")
        checks.raises(int, ("x",), ValueError, called="int", given="a letter", accepts=("1",))
    finally:
        observing.observe(None)
    assert told[0] == {"called": "f", "asked": "3.0", "answered": "3.0", "expected": "3.0"}
    assert told[1]["answered"].startswith("raised ValueError: invalid literal")


def test_only_the_stubs_own_error_means_not_written():
    class StdinNotImplementedError(NotImplementedError):
        """As the kernel's, where a cell that runs without a keyboard calls input()."""

    def asks(x):
        raise StdinNotImplementedError("raw_input was called")

    def stub(x):
        raise NotImplementedError

    for function, hints in ((asks, ["raised", "raised", "wrong-error"]), (stub, ["not-written"] * 3)):
        assert failing(checks.returns, function, (3.0,), 3.0, called="f", of="y") == hints[0]
        assert failing(checks.made, function, (3.0,), called="f") == hints[1]
        options = {"called": "f", "given": "a text", "accepts": (1.0,)}
        assert failing(checks.raises, function, ("x",), ValueError, **options) == hints[2]


def test_a_bounded_function_goes_by_the_name_that_the_learner_calls():
    step = checks.bounded(lambda x: x, "step")
    assert step.__name__ == "step"
    assert step(3) == 3


def test_both_messages_begin_with_a_capital_and_hold_no_control_character():
    caught = CheckFailed("the result is wrong", "h")
    assert caught.quiet == caught.message == "The result is wrong"

    def raising(x):
        raise ValueError("\x1b[31mred\x02\x03\x04\0")

    with pytest.raises(CheckFailed) as caught:
        checks.returns(raising, (3.0,), 3.0, called="f", of="y")
    for text in (caught.value.message, caught.value.quiet):
        assert "ValueError" in text
        assert all(letter.isprintable() or letter == "\n" for letter in text)


# ---- what else a learner is told


def _failure(function, args, expected, **options):
    with pytest.raises(CheckFailed) as caught:
        checks.returns(function, args, expected, **{"called": "f", "of": "y", **options})
    return caught.value.message


def test_a_class_that_stops_is_told_at_which_line_and_what_usually_helps():
    torch = pytest.importorskip("torch")

    class Reader(torch.nn.Module):
        def __init__(self, d):
            self.last = torch.nn.Linear(d, 1)

    told = _failure(Reader, (3,), "x", called="Reader", read='"In code" in chapter 9')
    assert "at `self.last = torch.nn.Linear(d, 1)`" in told
    assert "What the stub of __init__ does before all else" in told
    assert told.endswith('See "In code" in chapter 9.')


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: 1 if x == None else 2, "is asked with `is`"),  # noqa: E711
        (lambda x: x.nothing, "raised AttributeError"),
        (lambda x: (x, x), "it is a tuple"),
    ],
)
def test_what_no_mistake_explains_says_where_to_read_all_the_same(wrong, words):
    told = _failure(wrong, (np.ones(3),), np.ones(3), read="Eq. 2.1")
    assert words in told
    assert told.endswith("See Eq. 2.1.")


def test_a_zero_has_no_sign():
    assert "At [1] it is 0, expected 5;" in _failure(lambda x: -0.0 * x, (np.ones(2),), np.array([0.0, 5.0]))
