"""A class graded once: the contract's files, a score for everyone, and one bad student who harms nobody."""

from __future__ import annotations

import csv
import hashlib
import hmac
import json
import re

import pytest

FIELDS = [
    *(
        "schema",
        "student",
        "assignment",
        "attempt",
        "bundle",
        "environment",
        "seed",
        "status",
        "flags",
        "score",
    ),
    *("max_score", "tests", "message", "instructor_message", "seconds", "cpu_seconds"),
]
TEST_FIELDS = ["id", "notebook", "title", "hidden", "score", "max_score", "status", "hint_id", "hint"]


@pytest.mark.parametrize(
    ("student", "status", "score"),
    [
        ("perfect", "graded", 10),
        ("wrong", "graded", 4),
        ("stub", "graded", 0),
        ("endless", "timeout", 6),
        ("stubborn", "timeout", 4),
        ("dying", "crashed", 4),
        ("shouting", "graded", 4),
        ("chatty", "graded", 10),
        ("torn", "malformed", 0),
        ("absent", "missing", 0),
    ],
)
def test_everyone_gets_what_their_notebook_earns_whatever_the_others_did(graded, student, status, score):
    entry = graded.results()[student]
    assert (entry["status"], entry["score"], entry["max_score"]) == (status, score, 10)


def test_results_have_the_contracts_fields_in_order_and_are_sorted(graded):
    entries = json.loads((graded.out / "results.json").read_text())
    assert [list(entry) for entry in entries] == [FIELDS] * 10
    assert [entry["student"] for entry in entries] == sorted(entry["student"] for entry in entries)
    assert {tuple(test) for entry in entries for test in entry["tests"]} == {tuple(TEST_FIELDS)}
    assert {entry["schema"] for entry in entries} == {1}


def test_every_test_of_the_master_appears_for_everyone(graded):
    wanted = ["tiny-double-check", "tiny-double-hidden", "tiny-square-check", "tiny-square-hidden"]
    assert [[test["id"] for test in entry["tests"]] for entry in graded.results().values()] == [wanted] * 10


def test_score_is_the_sum_of_the_tests(graded):
    for entry in graded.results().values():
        assert entry["score"] == sum(test["score"] for test in entry["tests"])


def test_tests_say_how_they_ended(graded):
    ended = {
        student: [test["status"] for test in entry["tests"]] for student, entry in graded.results().items()
    }
    assert ended["perfect"] == ["passed"] * 4
    assert ended["stub"] == ["failed"] * 4
    assert ended["endless"] == ["timeout", "timeout", "passed", "passed"]
    assert ended["stubborn"] == ["passed", "passed", "timeout", "timeout"]
    assert ended["dying"] == ["passed", "passed", "crashed", "crashed"]
    assert ended["torn"] == ended["absent"] == ["not-run"] * 4


def test_failed_test_keeps_the_checks_hint(graded):
    test = graded.results()["stub"]["tests"][0]
    assert test["hint_id"] == "not-written"
    assert test["hint"].startswith("`double` is not written yet")


def test_attempt_is_the_hash_of_the_bytes_and_the_seed_its_keyed_hash(graded):
    key = bytes.fromhex((graded.out / ".course-key").read_text())
    for student, entry in graded.results().items():
        path = graded.submitted / student / "tiny" / "tiny.ipynb"
        attempt = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None
        assert entry["attempt"] == attempt
        keyed = hmac.new(key, (attempt or "").encode(), "sha256").digest()[:16]
        assert entry["seed"] == keyed.hex()


def test_the_course_key_is_for_its_owner_only(graded):
    assert (graded.out / ".course-key").stat().st_mode & 0o077 == 0


def test_endless_output_is_cut_and_flagged(graded):
    entry = graded.results()["chatty"]
    assert entry["flags"] == [{"code": "output-truncated", "grade_id": None}]
    assert (graded.out / "autograded" / "chatty" / "tiny" / "tiny.ipynb").stat().st_size < 2 * 2**20


def test_messages_say_in_one_line_what_happened(graded):
    messages = {student: entry["message"] for student, entry in graded.results().items()}
    assert messages["perfect"] == "4 of 4 tests passed."
    assert "” of “Double a number”, which did not end in its time" in messages["endless"]
    assert "The process died in the test “" in messages["dying"]
    assert "could not be read" in messages["torn"]
    assert messages["absent"].startswith("No tiny.ipynb was handed in for tiny. Save your notebook")
    assert all("\n" not in message for message in messages.values())


def test_grades_csv_has_one_line_a_student(graded):
    rows = list(csv.DictReader((graded.out / "grades.csv").open()))
    assert list(rows[0]) == [
        "student",
        "assignment",
        "status",
        "score",
        "max_score",
        "late_penalty",
        "final_score",
    ]
    assert {row["student"]: row["final_score"] for row in rows}["endless"] == "6"
    assert len(rows) == 10


def test_everyone_has_a_feedback_page(graded):
    pages = {path.parts[-3]: path.name for path in (graded.out / "feedback").rglob("*.html")}
    assert pages == dict.fromkeys(graded.results(), "tiny.html")


def test_page_of_a_notebook_that_could_not_be_read_says_what_to_do_in_one_row(graded):
    page = (graded.out / "feedback" / "torn" / "tiny" / "tiny.html").read_text()
    assert "Open it in JupyterLab; if it opens, save it and hand it in again." in page
    assert "4 tests not run" in page
    assert page.count("<li") == 1


def test_feedback_never_renders_what_a_learner_wrote(graded):
    page = (graded.out / "feedback" / "shouting" / "tiny" / "tiny.html").read_text()
    assert "&lt;script&gt;alert(&#39;no&#39;)&lt;/script&gt;" in page
    assert re.findall(r"<(?:script|img)\b", page) == []


def test_feedback_allows_nothing_from_anywhere(graded):
    page = (graded.out / "feedback" / "perfect" / "tiny" / "tiny.html").read_text()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "http" not in page.replace("http-equiv", "")


def test_feedback_names_hidden_tests_and_keeps_their_source_to_itself(graded):
    page = (graded.out / "feedback" / "wrong" / "tiny" / "tiny.html").read_text()
    assert "fresh entries" in page
    assert "hidden test" in page
    assert "checks.rng" not in page
    assert "HIDDEN" not in page


def test_workers_leave_no_processes_and_no_files(graded):
    assert {path.name for path in graded.out.iterdir()} == {
        *(
            ".course-key",
            ".lock",
            "journal.jsonl",
            "results.json",
            "grades.csv",
            "gradebook.db",
            "nbgrader_config.py",
            "releases.json",
        ),
        *("attempts", "autograded", "feedback"),
    }
