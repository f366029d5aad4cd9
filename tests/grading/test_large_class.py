"""A class of a thousand costs the parent no more memory than one of a hundred; for time see the benchmark."""

from __future__ import annotations

import fakes
import psutil
import pytest
import tiny
from sqlalchemy import event

from rnncourse.grading.gradebook import Writer
from rnncourse.grading.run import Request, grade_class

TESTS = ("double-check", "double-hidden", "square-check", "square-hidden")


@pytest.fixture
def statements():
    """The statements sent to any gradebook's database, with the commits."""
    from sqlalchemy.engine import Engine

    sent = []

    def statement(connection, cursor, text, *rest):
        sent.append(text)

    def commit(connection):
        sent.append("COMMIT")

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    yield sent
    event.remove(Engine, "before_cursor_execute", statement)
    event.remove(Engine, "commit", commit)


def test_writing_a_submission_takes_a_handful_of_statements_and_one_commit(
    course, swift, tmp_path, statements, monkeypatch
):
    counts, write = [], Writer.write

    def counted(writer, result, *, fresh):
        before = len(statements)
        write(writer, result, fresh=fresh)
        counts.append(statements[before:])

    monkeypatch.setattr(Writer, "write", counted)
    for number in range(3):
        tiny.hand_in(tmp_path / "in", f"student-{number}", fakes.answer(*TESTS[:number]))
    request = Request("tiny", tmp_path / "in", tmp_path / "out", seed="5eed", trusted=True)
    grade_class(course, request)
    tiny.hand_in(tmp_path / "in", "student-2", fakes.answer(*TESTS))
    grade_class(course, request)
    assert [sent.count("COMMIT") for sent in counts] == [1] * 4
    assert max(len(sent) for sent in counts[1:]) <= 12
    assert len(counts[3]) <= 5


@pytest.mark.slow
def test_a_thousand_submissions_leave_the_parent_as_it_was_at_a_hundred(course, swift, tmp_path):
    for number in range(1000):
        tiny.hand_in(tmp_path / "in", f"student-{number:04}", fakes.answer(*TESTS[: number % 5]))
    request = Request("tiny", tmp_path / "in", tmp_path / "out", seed="5eed", trusted=True)
    measured = {}

    def measure(line: str) -> None:
        number = int(line.partition("/")[0])
        if number in (100, 1000):
            measured[number] = psutil.Process().memory_info().rss

    found = grade_class(course, request, measure)
    assert len(found.rows) == 1000
    assert measured[1000] < 1.2 * measured[100]
