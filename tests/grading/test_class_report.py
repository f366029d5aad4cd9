"""The class report: its numbers are those of results.json, streamed; nothing in a result can act on the page."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc

import pytest

from rnncourse import cli
from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import class_page, class_report, feedback, results
from rnncourse.grading.rebuild import Flag
from rnncourse.grading.results import Result, TestResult

IDS = {"tiny-double-check": 1, "tiny-double-hidden": 3, "tiny-square-check": 2, "tiny-square-hidden": 4}


def result(student, endings, status="graded", hint_id=None, hint=None, flags=()):
    """One result: an ending for each of the four tests."""
    tests = tuple(
        TestResult(
            name,
            "tiny",
            f"title of {name}",
            "hidden" in name,
            most * (end == "passed"),
            most,
            end,
            hint_id,
            hint,
        )
        for (name, most), end in zip(IDS.items(), endings, strict=True)
    )
    score = float(sum(test.score for test in tests))
    return Result(
        student,
        "tiny",
        "0" * 64,
        "b",
        "e",
        "5eed",
        status,
        tuple(map(Flag, flags)),
        score,
        10.0,
        tests,
        seconds=2.0,
    )


def save(folder, *entries):
    """Write a results.json."""
    (folder / "results.json").write_text(json.dumps([results.as_dict(entry) for entry in entries], indent=1))


@pytest.fixture
def out(tmp_path):
    save(
        tmp_path,
        result("ann", ["passed"] * 4),
        result(
            "ben",
            ["passed", "failed", "passed", "failed"],
            hint_id="sign",
            hint="A sign.",
            flags=["cells-added"] * 2,
        ),
        result("cem", ["passed", "passed", "timeout", "not-run"], "timeout"),
        result("dua", ["not-run"] * 4, "missing"),
    )
    return tmp_path


def test_numbers_are_those_of_the_results(out):
    found = class_report.count(out / "results.json", "tiny")
    assert (len(found.students), len(found.graded()), found.most) == (4, 3, 10)
    assert found.statuses == {"missing": 1, "timeout": 1, "graded": 2}
    assert found.flags == {"cells-added": 1}
    test = found.tests["tiny-square-hidden"]
    assert (test.read, test.share, test.mean, test.score) == (3, 1 / 3, 4 / 3, 4)
    assert [(hint, number) for hint, number, _, _ in class_report.mistakes(found)] == [
        ("sign", 1),
        ("timeout", 1),
    ]


def test_median_lies_between_two_scores():
    scores = [0, 6, 11, 24, 30, 33, 34, 35, 37, 40, 40, 40]
    assert class_report.quantile(scores, 0.5) == 33.5
    assert class_report.quantile(range(101), 0.95) == 95
    assert class_report.quantile([], 0.5) == 0


def test_share_and_mean_are_of_those_whose_notebook_could_be_read(out):
    save(
        out,
        result("a", ["passed"] * 4),
        result("b", ["not-run"] * 4, "timeout"),
        result("c", ["not-run"] * 4, "missing"),
    )
    found = class_report.count(out / "results.json", "tiny")
    rows = csv.DictReader(
        io.StringIO(class_report.tables(found, class_report.exercises(found, None))["tests"])
    )
    for row in rows:
        assert row["read"] == "2"
        assert float(row["passed_share_of_read"]) == 0.5
        assert float(row["mean_score_of_read"]) == float(row["max_score"]) / 2


def test_page_counts_the_read_once_and_names_the_missing(out):
    found = class_report.count(out / "results.json", "tiny")
    page = class_page.render(found, None, class_report.exercises(found, None))
    assert "<strong>3</strong> notebooks could be read" in page
    assert re.search(r"3 handed in what could be read, and\s+2 of these notebooks ran from end to end", page)
    assert '<td class="name">dua</td><td>missing</td>' in page
    assert "<li>title of tiny-double-hidden</li>" in page


def test_no_control_character_reaches_page_or_table(out):
    odd = "a\0\x02\x08\ufffd\x1b[31mz"
    save(out, result(odd, ["failed"] * 4, hint_id="h", hint=odd))
    found = class_report.count(out / "results.json", "tiny")
    groups = class_report.exercises(found, None)
    for text in (class_page.render(found, None, groups), *class_report.tables(found, groups).values()):
        assert not re.search("[\0-\x08\x0b-\x1f\x7f\ufffd]", text)


def test_student_without_flags_has_an_empty_cell(out):
    found = class_report.count(out / "results.json", "tiny")
    rows = csv.DictReader(
        io.StringIO(class_report.tables(found, class_report.exercises(found, None))["students"])
    )
    assert [row["flags"] for row in rows] == ["", "cells-added cells-added", "", ""]


def test_tests_are_grouped_by_exercise_and_unknown_ones_come_last(out, course):
    found = class_report.count(out / "results.json", "tiny")
    groups = class_report.exercises(found, assignments.load(course, "tiny"))
    assert {name: len(tests) for name, tests in groups.items()} == {"tiny-double": 2, "tiny-square": 2}
    assert list(class_report.exercises(found, None)) == [""]
    found.tests["tiny-double-private"] = found.tests["elsewhere"] = found.tests["tiny-double-check"]
    groups = class_report.exercises(found, assignments.load(course, "tiny"))
    assert {name: len(tests) for name, tests in groups.items()} == {"tiny-double": 3, "tiny-square": 2, "": 1}


def test_tables_hold_the_same_and_no_formula(out):
    save(out, result("=cmd()", ["failed"] * 4, hint_id="h", hint="+1"))
    found = class_report.count(out / "results.json", "tiny")
    tables = {
        name: list(csv.DictReader(io.StringIO(text)))
        for name, text in class_report.tables(found, class_report.exercises(found, None)).items()
    }
    assert tables["students"][0]["student"] == "'=cmd()"
    assert tables["hints"][0]["example"] == "'+1"
    assert [row["failed"] for row in tables["tests"]] == ["1"] * 4


def test_page_escapes_everything_and_keeps_its_policy(out, course):
    evil = "<script>alert(1)</script><img src=x onerror=y>"
    save(out, result(evil, ["error"] * 4, "crashed", evil, f"`{evil}` {evil}", [evil]))
    found = class_report.count(out / "results.json", "tiny")
    page = class_page.render(found, None, class_report.exercises(found, None))
    assert re.findall(r"<(?:script|img|link|iframe)\b| on\w+=\"| style=", page) == []
    assert "&lt;script&gt;" in page
    assert page.count("<svg") == 3
    assert len(re.findall(r"<style", page)) == 1
    assert "default-src &#39;none&#39;" in page
    assert not re.search(r'(?:src|href)="(?!#)', page)


def test_pages_print_light_whatever_the_screen_is():
    for name in ("report.css", "feedback.css"):
        style = (feedback.TEMPLATES / name).read_text("utf-8")
        assert "@media screen and (prefers-color-scheme: dark)" in style
        assert style.count("prefers-color-scheme") == 1
        assert "color-scheme: only light" in style.partition("@media print")[2]


def test_results_are_streamed_and_never_all_in_memory(tmp_path):
    path, one = (
        tmp_path / "results.json",
        results.as_dict(result("s", ["passed", "failed"] * 2, hint_id="h", hint="x" * 900)),
    )
    with path.open("w") as file:
        file.write("[")
        for number in range(4_000):
            file.write((",\n" if number else "") + json.dumps(one | {"student": f"s{number}"}, indent=1))
        file.write("]\n")
    tracemalloc.start()
    found = class_report.count(path, "tiny")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.students) == 4_000
    assert peak < path.stat().st_size / 2


def test_stream_gives_what_json_gives(out):
    assert list(class_report.stream(out / "results.json")) == json.loads((out / "results.json").read_text())
    (out / "results.json").write_text("[]")
    assert list(class_report.stream(out / "results.json")) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "is not there: `rnncourse grade` writes it"),
        ("", "is damaged"),
        ("{}", "is damaged"),
        ("[1]", "is damaged"),
        ('[{"assignment": "tiny"}]', "is damaged"),
        ('[{"assignment": "tin', "is damaged"),
        ("[]", "holds no results of 'tiny'; it is empty"),
        ('[{"assignment": "rnn"}]', "holds no results of 'tiny'; it has rnn"),
    ],
)
def test_file_that_cannot_be_used_is_a_sentence(tmp_path, text, sentence):
    if text is not None:
        (tmp_path / "results.json").write_text(text)
    with pytest.raises(CourseError, match=re.escape(sentence)):
        class_report.count(tmp_path / "results.json", "tiny")


def test_command_writes_the_page_and_three_tables(out, course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert cli.main(["report", "tiny", "--out", str(out)]) == 0
    assert "4 results of tiny" in capsys.readouterr().out
    assert {path.name for path in out.glob("report-*")} == {
        *("report-tiny.html", "report-tiny-tests.csv", "report-tiny-students.csv", "report-tiny-hints.csv")
    }
    assert "Double a number" in (out / "report-tiny.html").read_text()
    assert cli.main(["report", "tinny", "--out", str(out)]) == 2
