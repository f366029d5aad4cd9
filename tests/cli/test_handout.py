"""What learners are handed holds no solution, and its book leads to none."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import nbformat
import pytest
import yaml

from rnncourse import cli
from rnncourse.curriculum import CHAPTERS
from rnncourse.errors import CourseError
from rnncourse.handout import handout

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def handed(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("handed") / "course"
    handout(ROOT, target)
    return target


def test_no_solution_and_no_test_is_in_it(handed):
    assert not (handed / "solutions").exists()
    assert not (handed / "tests").exists()
    assert not (handed / ".git").exists()
    for notebook in (handed / "exercises").rglob("*.ipynb"):
        sources = "\n".join(cell.source for cell in nbformat.read(notebook, as_version=4).cells)
        assert "BEGIN SOLUTION" not in sources
        assert "BEGIN HIDDEN TESTS" not in sources


def test_no_line_of_a_solution_of_its_own_is_in_the_exercises(handed):
    for master in sorted((ROOT / "solutions").rglob("*.ipynb")):
        released = (handed / "exercises" / master.relative_to(ROOT / "solutions")).read_text(encoding="utf-8")
        for cell in json.loads(master.read_text(encoding="utf-8"))["cells"]:
            inside = False
            for line in map(str.strip, cell["source"]):
                if line.startswith("### "):
                    inside = line.startswith("### BEGIN SOLUTION") and cell["cell_type"] == "code"
                elif inside and len(line) > 30 and not line.startswith("def "):
                    assert json.dumps(line)[1:-1] not in released, f"{master.name}: {line}"


def test_the_book_has_its_pages_and_leads_to_no_solutions(handed):
    contents = (handed / "_toc.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(contents)["root"] == "book/index"
    assert "solutions" not in contents
    assert "hints" not in contents
    assert "<hints>" in (ROOT / "book/teaching/teaching.md").read_text(encoding="utf-8")
    assert "<hints>" not in (handed / "book/teaching/teaching.md").read_text(encoding="utf-8")
    assert not (handed / "book/teaching/hints.md").exists()
    for chapter in CHAPTERS:
        page = handed / "book" / chapter.name / f"{chapter.name}.md"
        assert page.is_file() == (ROOT / page.relative_to(handed)).is_file()
        if page.is_file():
            assert "<solutions>" in (ROOT / page.relative_to(handed)).read_text(encoding="utf-8")
            assert "<solutions>" not in page.read_text(encoding="utf-8")


def test_what_is_ignored_and_what_holds_answers_stays_behind_and_new_files_come_along(tmp_path):
    root = tmp_path / "course"
    files = ("book/index.md", "new.md", "_build/html/index.html", "solutions/a/a.ipynb", "tests/test_a.py")
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("text\n")
    (root / ".gitignore").write_text("_build/\n")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    subprocess.run(["git", "-C", str(root), "add", "book"], check=True)
    handout(root, tmp_path / "handed")
    found = {
        str(path.relative_to(tmp_path / "handed"))
        for path in (tmp_path / "handed").rglob("*")
        if path.is_file()
    }
    assert found == {".gitignore", "README.md", "book/index.md", "new.md", "_toc.yml"}


def test_a_folder_that_is_in_use_and_one_inside_the_course_are_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(CourseError, match="not empty"):
        handout(ROOT, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "kept"
    with pytest.raises(CourseError, match="inside the course"):
        handout(ROOT, ROOT / "handed")
    assert not (ROOT / "handed").exists()


def test_a_page_that_leads_there_in_words_of_its_own_stops_it(tmp_path):
    root = tmp_path / "course"
    (root / "book" / "rnn").mkdir(parents=True)
    (root / "book" / "rnn" / "rnn.md").write_text("See {doc}`the answers <solutions>`.\n")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    with pytest.raises(CourseError, match="words of its own"):
        handout(root, tmp_path / "handed")


def test_what_learners_read_first_names_commands_that_work_there(handed, monkeypatch, capsys):
    readme = (handed / "README.md").read_text(encoding="utf-8")
    assert "rnncourse lab" in readme
    assert "make course" not in readme
    for name in re.findall(r"\]\(([\w.]+)\)", readme):
        assert (handed / name).is_file(), name
    monkeypatch.chdir(handed)
    exercises = sorted((handed / "exercises").rglob("*"))
    for command in (["release"], ["release", "--check"], ["sample"]):
        assert cli.main(command) == 2
        assert "copy for learners" in capsys.readouterr().err
    assert sorted((handed / "exercises").rglob("*")) == exercises


def test_a_copy_for_learners_builds_its_book_and_grades_nothing(handed, monkeypatch, capsys):
    built = []
    monkeypatch.setattr("rnncourse.book.build.build", lambda root: built.append(root) or root / "index.html")
    monkeypatch.chdir(handed)
    assert cli.main(["course"]) == 0
    assert built == [handed]
    assert "only the book is built" in capsys.readouterr().err
