"""The hints as a set: a sentence or two each, with a place to read, and never the line that is asked for."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from rnncourse.book import hints
from rnncourse.checks.suspects import Suspect, pointing
from rnncourse.grading import assignment as assignments
from rnncourse.grading import practice
from rnncourse.grading.sample import solution_source
from rnncourse.grading.submissions import load_all

ROOT = Path(__file__).parents[2]
NAMES = assignments.names(ROOT)
EXERCISES = [
    (name, cell.id) for name in NAMES for cell in assignments.load(ROOT, name).masters[0].solutions()
]
#: What a learner can look up: an equation, a section by its title, the docstring, the task above, a table or figure.
PLACE = re.compile(
    r'\bEqs?\. \d|\bchapters? \d|"[^"]+" in chapter|\bdocstring|\bFig\. \d|\bTable \d|the (?:task|table above)\b'
)
_CELLS = "`[^`]*`"


@cache
def master_of(name: str):
    return assignments.load(ROOT, name).masters[0]


@cache
def hints_of(name: str, exercise: str) -> tuple[Suspect, ...]:
    checks = import_module(f"rnncourse.checks.{name.replace('-', '_')}")
    return tuple(hints.suspects(master_of(name), exercise, checks))


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_a_hint_is_a_sentence_or_more_and_no_essay(name, exercise):
    for suspect in hints_of(name, exercise):
        assert 20 <= len(suspect.hint) <= 330, f"{suspect.hint_id}: {len(suspect.hint)} characters"
        assert re.search(r"[.?)]$", suspect.hint), suspect.hint
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", suspect.hint_id), suspect.hint_id
        assert suspect.hint.count("`") % 2 == 0, suspect.hint


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_a_hint_says_where_to_read_by_itself_or_by_its_test(name, exercise):
    checks = import_module(f"rnncourse.checks.{name.replace('-', '_')}")
    for test in master_of(name).tests():
        if test.exercise != exercise or "suspects=" not in test.source:
            continue
        read = re.search(r'read=f?"((?:[^"\\]|\\.)*)"', test.source)
        for listed in hints._LISTED.findall(test.source):
            for suspect in getattr(checks, listed):
                told = pointing(suspect.hint, read[1].replace('\\"', '"') if read else "")
                assert PLACE.search(told), f"{test.id}: {told}"


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_no_hint_spells_a_line_of_the_solution(name, exercise):
    source = next(cell.source for cell in master_of(name).solutions() if cell.id == exercise)
    lines = [re.sub(r"\s", "", line) for line in solution_source(source).splitlines()]
    body = [line for line in lines if len(line) > 9 and not line.startswith(("def", '"""', "#", ">>>"))]
    for suspect in hints_of(name, exercise):
        packed = re.sub(r"\s", "", suspect.hint)
        assert [line for line in body if line in packed] == [], suspect.hint
        for code in re.findall(_CELLS, suspect.hint):
            piece = re.sub(r"[\s`]", "", code)
            is_expression = len(piece) > 5 and re.search(r"[^\w.]", piece)
            assert not (is_expression and any(piece in line for line in body)), suspect.hint


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_a_failed_check_names_the_function_the_input_and_the_place(name, exercise):
    """One wrong answer an exercise, as its learner sees it; that each gets its hint, test_graders_proved says."""
    answers = [one for one in load_all(ROOT / "tests" / "submissions" / name) if one.cell == exercise]
    known = {suspect.hint_id for suspect in hints_of(name, exercise)} | hints.OWN.keys()
    wrong = next(one for one in answers if not one.right and not one.is_nothing and one.hint in known)
    endings = practice.practise(master_of(name), {exercise: wrong.source}, exercise=exercise)
    told = [ending for ending in endings.values() if ending.hint_id == wrong.hint]
    assert told
    for ending in told:
        fact, _, hint = ending.message.partition("\n")
        assert re.search(r"`\w+`", fact), fact
        assert re.search(r"\d|raised|None|is not what|should", fact), fact
        assert PLACE.search(hint), hint


def test_the_table_has_every_hint_and_every_wrong_answers_sentence():
    page = hints.page(ROOT)
    for name, exercise in EXERCISES:
        for suspect in hints_of(name, exercise):
            assert f"(*{suspect.hint_id}*) |" in page
        for answer in load_all(ROOT / "tests" / "submissions" / name):
            if answer.cell == exercise and not answer.right and not answer.is_nothing:
                assert hints._cell(answer.mistake) in page, answer
    assert "(*turned-mask*)" in page
    assert "{got}" not in page


def test_a_hint_that_no_exercise_lists_is_one_of_the_general():
    told = [row for name in NAMES for rows in hints.rows(ROOT, name).values() for row in rows if not row.hint]
    assert {row.hint_id for row in told} <= set(hints.GENERAL)


def test_without_solutions_there_is_no_page(tmp_path):
    (tmp_path / "book" / "teaching").mkdir(parents=True)
    page = tmp_path / hints.PAGE
    page.write_text("old")
    assert hints.write_page(tmp_path)
    assert not page.exists()
    assert not hints.write_page(tmp_path)
