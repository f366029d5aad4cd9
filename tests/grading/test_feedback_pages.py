"""Feedback pages and their words: every status and flag has a sentence, hostile text stays text."""

from __future__ import annotations

import html
import re
import time
from dataclasses import replace

import pytest

from rnncourse.grading import assignment as assignments
from rnncourse.grading import colouring, feedback, verdict, wording
from rnncourse.grading.rebuild import Flag
from rnncourse.grading.results import STATUSES, Result, for_test

#: The contract's, in its order.
TESTS = ["passed", "failed", "error", "timeout", "out-of-memory", "crashed", "not-run"]
FLAGS = [
    *("locked-cell-edited", "cell-missing", "cell-duplicated", "metadata-edited", "cells-added"),
    *("forbidden-import", "output-truncated", "process-left", "protocol-violation"),
]


@pytest.fixture
def master(course):
    return assignments.load(course, "tiny").masters[0]


@pytest.fixture
def result(master):
    """A function: a result whose tests all have this ending."""

    def made(ending="failed", hint=None, **more):
        tests = tuple(for_test(cell, "tiny", ending, hint=hint) for cell in master.tests())
        return replace(
            Result("ann", "tiny", "ab" * 32, "b", "e", "00", "graded", (), 0.0, 10.0, tests), **more
        )

    return made


def test_every_status_and_flag_of_the_contract_has_two_sentences():
    assert list(wording.TESTS) == TESTS
    assert set(wording.SUBMISSIONS) == set(STATUSES)
    assert list(wording.FLAGS) == FLAGS
    for words in [*wording.TESTS.values(), *wording.SUBMISSIONS.values(), *wording.FLAGS.values()]:
        assert words.short
        for sentence in (words.learner, words.instructor):
            assert re.fullmatch(r"[A-Z`].*[.?]", sentence), sentence


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "graded"])
def test_page_says_what_became_of_the_submission(master, result, status):
    found = result(status=status, message="Here it ended, and `so`.")
    page = html.unescape(feedback.render(master, found, {"tiny-double": "x"}))
    words = wording.SUBMISSIONS[status]
    said = f"<strong>{words.short.capitalize()}.</strong> Here it ended, and <code>so</code>. {words.learner}"
    assert re.sub(r"`([^`]*)`", r"<code>\1</code>", said) in page


@pytest.mark.parametrize("status", wording.ON_THE_WAY)
def test_page_of_one_of_whom_nothing_ran_does_not_say_that_the_rest_did(master, result, status):
    page = feedback.render(master, result("not-run", status=status, message="Nothing could be graded."), {})
    assert "Nothing could be graded.</p>" in page


def test_page_of_an_endless_loop_says_once_that_time_was_up(course, master, result):
    said = verdict.broken_off(result("not-run"), assignments.load(course, "tiny"), "timeout")
    header = feedback.render(master, said, {}).partition("<main>")[0]
    assert len(re.findall("did not end in", header)) == 1


def test_emphasis_in_a_hint_is_emphasis_on_the_page_and_nothing_else_is(master, result):
    hint = "The *first* of `a*b*c`, 2 * x * y, x*y*z; *<b>no</b>*, *two words*."
    page = feedback.render(master, result(hint=hint), {})
    told = "The <em>first</em> of <code>a*b*c</code>, 2 * x * y, x*y*z; *&lt;b&gt;no&lt;/b&gt;*, <em>two words</em>."
    assert f'<p class="hint">{told}</p>' in page


@pytest.mark.parametrize("status", TESTS[1:])
def test_test_without_a_hint_gets_its_statuss_sentence(master, result, status):
    page = feedback.render(master, result(status), {"tiny-double": "def double(x): pass"})
    assert wording.TESTS[status].learner in page
    assert wording.TESTS[status].short in page


@pytest.mark.parametrize("code", FLAGS)
def test_flag_is_said_once_with_its_cells(master, result, code):
    page = feedback.render(master, result(flags=(Flag(code, "one-cell"), Flag(code, "other-cell"))), {})
    page = html.unescape(page)
    assert page.count(wording.FLAGS[code].learner) == 1
    assert "<code>one-cell</code>, <code>other-cell</code>" in page


def test_page_sends_back_to_the_book_where_a_hint_points(master, result):
    page = feedback.render(master, result(hint="See Eq. 2.1, and Fig. 5.3."), {})
    assert (
        page.count(
            "To read again: Eq. 2.1 in chapter 2, The recurrent cell; Fig. 5.3 in chapter 5, Long short-term memory."
        )
        == 2
    )
    assert "To read again" not in feedback.render(master, result("passed", hint="See Eq. 2.1"), {})


def test_nothing_that_a_learner_writes_becomes_html(master, result):
    evil = "</code></pre></style><script>x()</script><a href='javascript:x'>&lt;"
    entry = replace(result(hint=f"`{evil}` {evil}"), student=evil, message=evil, flags=(Flag(evil, evil),))
    page = feedback.render(master, entry, {"tiny-double": evil, "tiny-square": f"'''{evil}"})
    assert not re.search(r"<script|javascript:[^&]*'>|<a href='", page)
    assert page.count("</style>") == page.count("<style>") == 1
    assert set(re.findall(r'href="([^"]*)"', page)) == {"#tiny-double", "#tiny-square"}


def test_page_of_one_who_handed_in_nothing_says_what_to_do_and_no_more(course, master, result):
    blank = result("not-run")
    page = feedback.render(master, verdict.missing(blank, assignments.load(course, "tiny")), {})
    assert "run <code>rnncourse submit tiny</code>, and hand in the package" in page
    assert "not run" not in page
    assert "Hidden tests" not in page
    assert page.count("was handed in") == 1


def test_no_control_character_reaches_a_page(master, result):
    odd = "a\0\x02\x08\ufffd\x1b[31mz"
    page = feedback.render(master, replace(result(hint=odd), message=odd), {"tiny-double": f"x = '{odd}'"})
    assert not re.search("[\0-\x08\x0b-\x1f\x7f\ufffd]", page)
    assert "a␀␂␈▯␛[31mz" in page


def test_no_source_makes_a_page_take_time_without_end(master, result):
    """What is not proportional to the length takes minutes here; how long a page takes, the benchmark says."""
    entry = result(hint="x `y` " * 300)
    feedback.render(master, entry, {})
    for source in (
        "x = 1\n" * 3000,
        "'" * 20_000,
        '"""' * 6000,
        "\\" * 20_000,
        "1e" * 9000,
        "r'" * 9000,
        "é" * 10**6,
    ):
        began = time.process_time()
        feedback.render(master, entry, {"tiny-double": source, "tiny-square": source})
        assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "code",
    [
        'def f(x):\n    return \'a\' + r"b\\"c"  # d',
        "'''open",
        "f'{x}' 1_000.5e-3 0x1F",
        "'\\\n' é ﬁ 変数 \0",
        "class A: ...",
        "",
    ],
)
def test_colouring_loses_no_letter(code):
    assert "".join(text for _, text in colouring.coloured(code)) == code


def test_colours_are_those_of_python():
    found = {text: kind for kind, text in colouring.coloured("def step(x): # why\n  return 'a' * 2.5e-3")}
    assert {
        "def": "k",
        "step": "f",
        "# why": "c",
        "return": "k",
        "'a'": "s",
        "2.5e-3": "n",
    }.items() <= found.items()
